# forbid: LL304
# The mode that is asked for ends up on the configuration: this one has no workers.
from main import main

main(2)
