# expect: LL304
# The mode that is asked for ends up on the configuration: this one has workers.
from main import main

main(1)
