//! Company numbers whose check digits are right, made from a number.

/// A French SIREN: eight digits and the one that makes the Luhn sum a multiple of ten.
pub(crate) fn siren(first_eight: u64) -> String {
    let digits = digits_of(first_eight, 8);
    // From the right, where the check digit will stand, every second digit counts double.
    let sum: u64 =
        digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 0 { doubled(*d) } else { *d }).sum();
    format!("{first_eight:08}{}", (10 - sum % 10) % 10)
}

/// The French VAT number of a SIREN.
pub(crate) fn french_vat(siren: &str) -> String {
    let key = siren.parse::<u64>().map_or(0, |number| (12 + 3 * (number % 97)) % 97);
    format!("FR{key:02}{siren}")
}

/// A Spanish CIF of a limited company: `B`, seven digits, a check digit.
pub(crate) fn cif(seven: u64) -> String {
    let digits = digits_of(seven, 7);
    let sum: u64 = digits.iter().enumerate().map(|(i, d)| if i % 2 == 0 { doubled(*d) } else { *d }).sum();
    format!("B{seven:07}{}", (10 - sum % 10) % 10)
}

/// A Belgian company number: ten digits, the last two of which are 97 less the rest modulo 97.
pub(crate) fn belgian(seven: u64) -> String {
    format!("0{seven:07}{:02}", 97 - seven % 97)
}

/// A Belgian account that begins with two nines and a third digit: twelve digits, the last two of which are
/// the rest modulo 97, or 97.
pub(crate) fn belgian_account(third: u8, seven: u64) -> String {
    let ten = 9_900_000_000 + u64::from(third % 10) * 10_000_000 + seven % 10_000_000;
    let rest = ten % 97;
    format!("{ten}{:02}", if rest == 0 { 97 } else { rest })
}

fn doubled(digit: u64) -> u64 {
    2 * digit / 10 + 2 * digit % 10
}

fn digits_of(number: u64, width: u32) -> Vec<u64> {
    (0..width).rev().map(|power| number / 10_u64.pow(power) % 10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_come_out() {
        assert_eq!(siren(35_600_000), "356000000");
        assert_eq!(siren(91_357_246), "913572467");
        assert_eq!(french_vat("913572467"), "FR67913572467");
        assert_eq!(cif(8_042_424), "B80424245");
        assert_eq!(belgian(4_242_424), "0424242465");
    }
}
