"""Holds descriptions in files to the schema.

python check_files.py <schema> <file>...
"""

import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as file:
        jsonschema.Draft202012Validator(schema).validate(json.load(file))
