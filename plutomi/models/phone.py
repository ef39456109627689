"""Phone numbers as people type them, kept as E.164."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from plutomi.models.text import clean_line
from plutomi.tongue import say

_TOO_SHORT = {ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}


def read_phone(value: str, region: str = "US") -> str:
    """The number in `value` as E.164, as dialled in `region` when it has no +; ValueError with words for people."""
    try:
        number = phonenumbers.parse(clean_line(value, 64), region)
    except NumberParseException as error:
        raise ValueError(_why_unread(error)) from error
    if number.extension:
        raise ValueError(say("Please leave out the extension."))
    if not phonenumbers.is_valid_number(number):
        raise ValueError(_why_invalid(number))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def show_phone(e164: str, region: str = "US") -> str:
    """The number as people in `region` write it: national at home, international abroad."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return e164
    is_home = number.country_code == phonenumbers.country_code_for_region(region)
    style = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _why_unread(error: NumberParseException) -> str:
    if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
        return say("Please check the country code after the +.")
    return say("Please enter a phone number like (212) 555-0123 or +44 20 7946 0958.")


def _why_invalid(number: phonenumbers.PhoneNumber) -> str:
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason in _TOO_SHORT:
        return say("That number is too short. Please include the area code.")
    if reason == ValidationResult.TOO_LONG:
        return say("That number is too long.")
    return say("That is not a number that can be called. Please check it.")
