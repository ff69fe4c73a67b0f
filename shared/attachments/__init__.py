"""Papers that come with a case (附件): what they are, how they are kept, sealed and looked at."""
