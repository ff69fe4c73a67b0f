// Makes the node a replica set and gives each member an account for its own database, once.
const fs = require("fs");
const read = (name) => fs.readFileSync(`/run/concord/${name}`, "utf8").trim();

const admin = db.getSiblingDB("admin");
admin.auth("root", read("root.password"));

try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "database:27017" }] });
}
while (!db.hello().isWritablePrimary) sleep(200);

for (const [member, password] of Object.entries(JSON.parse(read("accounts.json")))) {
  if (admin.getUser(member) === null) {
    const role = { role: "readWrite", db: `concord_${member}` };
    admin.createUser({ user: member, pwd: password, roles: [role] });
  }
}
