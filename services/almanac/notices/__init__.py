"""Holiday notices (放假通知): taken in, kept, told to all others."""
