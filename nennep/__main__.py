import sys

from nennep.cli import main

sys.exit(main())
