"""The measures; each module measures one thing and answers its raw results."""
