"""How cases come into one matter (纠纷) and leave it: by themselves or by decision."""
