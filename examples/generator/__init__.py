"""Makes the people and the programme of the example edition from sourced rows, lists and a seed."""
