"""How the dataset, a report or a finding is cited, in the formats that academics use."""
