"""The tools' own names of entity types, as types of the registry."""

from __future__ import annotations

from pipeline.labels import all_labels

_NAMES = {
    "PERSON_NAME": "PERSON NAME",
    "PHONE": "PHONE_NUMBER",
    "EMAIL": "EMAIL_ADDRESS",
    "DATE": "DATE_TIME DATE_OF_BIRTH DOB",
    "CITY": "GPE",
    "ADDRESS": "STREET_ADDRESS ZIP ZIP_CODE POSTALCODE POSTAL_CODE",
    "NATIONAL_ID": (
        """
        SSN US_SSN US_ITIN US_PASSPORT US_DRIVER_LICENSE SOCIAL_SECURITY_NUMBER NATIONAL_INSURANCE_NUMBER
        TAX_REFERENCE_NUMBER UK_NINO IN_PAN IN_AADHAAR IN_PASSPORT IN_VOTER SG_NRIC_FIN AU_TFN ES_NIF ES_NIE
        IT_FISCAL_CODE IT_PASSPORT IT_IDENTITY_CARD IT_DRIVER_LICENSE PL_PESEL FI_PERSONAL_IDENTITY_CODE DRIVERS_LICENCE
    """  # noqa: E501
    ),
    "ACCOUNT": (
        """
        IBAN_CODE IBAN US_BANK_NUMBER UK_NHS AU_MEDICARE MEDICAL_LICENSE IN_VEHICLE_REGISTRATION VEHICLE_LICENCE_PLATE
    """  # noqa: E501
    ),
    "SECRET": "CREDENTIAL PASSWORD PIN",
    "USERNAME": "TWITTER SKYPE",
}


def type_map() -> dict[str, str]:
    """A tool's type, in capitals -> our label; every registered type also by its own name.

    Types that stand for none of ours (URL, IP_ADDRESS ...) are not in it and are listed beside the
    figures.
    """
    labels = all_labels()
    named = {
        name: label for label, names in _NAMES.items() if label in labels for name in names.split()
    }
    return named | {label: label for label in labels}
