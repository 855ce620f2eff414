"""What a report says in sentences, as numbers under the keys of DOMAIN's indicators.

passage    lines → sentences: half-width, without white space, each with the place it was printed at and its topic
amount     a number with its unit: 47条, 一百二十件, 12.5万元, 100余人
time       which year a part of a sentence speaks of
owner      whose number it is: the reporting organ's, or a town's or a department's share
around     the words before and behind a number, without those that only link it to its name
phrases    which of the rules below reads a number, by its unit and the words near it → the key of the quantity
           disclosing, requests, disputes, resources, responses: a chapter of the form each
denials    未收到, 没有发生, 无: quantities that a sentence says without a number

A number counts only if its words are known, the year is the report's and the organ the reporting one. Whatever else
is said stays in the text: a wrong cell is worse than none.
"""
