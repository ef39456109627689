"""Believable names, and what such people answer; the same for the same random source."""

import random
from dataclasses import dataclass

FIRST = """
    Aaliyah Abdul Ada Adriana Ahmed Aisha Alejandro Alice Amara Amir Ana Andre Angela Anh Anthony Aria Arjun
    Ashley Ayesha Ben Bianca Brandon Camila Carlos Carmen Chidi Chloe Claire Connor Daniela Darius David Deepa
    Dmitri Elena Eli Elif Emeka Emily Eric Esther Fatima Felix Fiona Gabriel George Grace Hana Hassan Helen
    Hiroshi Ian Imani Ines Isaac Ivan Jada Jamal James Jasmine Javier Jin Joao Jordan Jose Julia Kamila Karim
    Kayla Keisha Kenji Khalid Kofi Laila Lars Leah Leila Liam Lin Lucas Luz Mai Malik Marco Maria Mateo Maya
    Mei Miguel Mina Mohammed Nadia Naomi Natalia Nia Nikhil Noah Nora Olga Omar Oscar Patricia Paul Priya
    Quinn Rachel Rahul Ravi Rosa Ruth Sam Samira Sana Santiago Sara Sean Selim Sofia Stefan Tanya Tariq Thomas
    Tomas Uma Valeria Victor Wei William Yara Yuki Zahra Zoe
""".split()  # noqa: SIM905  read as a list of words
LAST = """
    Abbott Adeyemi Ahmed Ali Alvarez Andersen Baker Banerjee Barbosa Bell Bianchi Brown Campbell Carter
    Castillo Chan Chen Clarke Cohen Collins Cruz Davis Delgado Diaz Diallo Dubois Edwards Eriksson Estrada
    Evans Fernandez Flores Foster Garcia Ghosh Gomez Gonzalez Grant Green Gupta Haddad Hall Harris Hassan
    Hernandez Hill Hoang Hughes Ibrahim Ito Jackson Jimenez Johnson Jones Joseph Kaplan Kaur Khan Kim King
    Kowalski Kumar Larsen Le Lee Lewis Li Lopez Martin Martinez Mbeki Mendoza Miller Mitchell Moore Morales
    Moreno Murphy Nakamura Nelson Nguyen Novak Nwosu OBrien Okafor Ortiz Osei Park Patel Perez Petrov Pham
    Phillips Popov Price Ramirez Ramos Reid Reyes Rivera Roberts Robinson Rodriguez Rojas Romero Rossi Ruiz
    Russo Sanchez Santos Sato Schmidt Shah Silva Singh Smith Soto Sullivan Suzuki Tanaka Taylor Thompson
    Torres Tran Turner Vargas Vega Walker Wang Ward Watson White Williams Wilson Wright Yilmaz Young Zhang
""".split()  # noqa: SIM905  read as a list of words
MAILS = ("gmail.com", "gmail.com", "yahoo.com", "outlook.com", "icloud.com", "hotmail.com", "proton.me")
BOROUGHS = ("Manhattan", "Brooklyn", "Queens", "The Bronx", "Staten Island")
VEHICLES = ("Bicycle", "E-bike", "Scooter", "Car")
SOURCES = ("", "", "indeed", "facebook", "referral", "craigslist", "flyer")


@dataclass(frozen=True, slots=True)
class Somebody:
    name: str
    email: str
    phone: str
    source: str


def somebody(chance: random.Random, number: int) -> Somebody:
    """The person with this number; another number is another address."""
    first, last = chance.choice(FIRST), chance.choice(LAST)
    address = f"{first}.{last}{number}@{chance.choice(MAILS)}".lower()
    phone = f"+1{chance.choice((212, 347, 646, 718, 917))}555{chance.randint(100, 199):04}"
    return Somebody(f"{first} {last}", address, phone, chance.choice(SOURCES))
