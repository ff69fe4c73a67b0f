"""The door of the courts: notices that they send, signed, and what they may ask."""
