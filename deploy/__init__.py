"""Installation and operation: secrets, processes, the embedded launcher, images."""
