"""Write a portfolio as CSV: invented French companies, as many as wanted, to measure how one is checked and enrolled.

python benches/portfolio.py 1000000 > portfolio.csv
/usr/bin/time -v defacto portfolio check portfolio.csv
"""

from __future__ import annotations

import sys


def siren(number: int) -> str:
    """Return eight digits and their Luhn check digit."""
    digits = f"{number:08}"
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(digits)))
    return digits + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def iban(number: int) -> str:
    """Return a French account with its check digits; 15 and 27 are F and R."""
    account = f"2004101005{number:011}06"
    return f"FR{98 - int(account + '152700') % 97:02}{account}"


def main(rows: int) -> None:
    """Write the lines."""
    print("siren,name,account_number,metadata.our_number")
    for number in range(1, rows + 1):
        print(f"{siren(number)},Fonderie des Tilleuls {number} SAS,{iban(number)},{number}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
