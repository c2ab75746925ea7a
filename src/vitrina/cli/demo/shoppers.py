"""Who buys in the demo's past: thirty-six invented shoppers and where their parcels go."""

from __future__ import annotations

from datetime import date

from vitrina.cart import Address
from vitrina.cli.demo.cast import Person

# Name, country, street, city, region, postal code; an e-mail is made of the name.
_ROWS = (
    ("Ava Coleman", "US", "2210 Magnolia Street", "Atlanta", "GA", "30307"),
    ("Diego Fuentes", "MX", "Calle Pino Suárez 114", "Monterrey", "Nuevo León", "64000"),
    ("Maya Lindqvist", "US", "88 Harbor Lane", "Seattle", "WA", "98103"),
    ("Ximena Robles", "MX", "Av. Chapultepec 402", "Guadalajara", "Jalisco", "44160"),
    ("Jordan Ellis", "US", "1419 Pecan Avenue", "Dallas", "TX", "75204"),
    ("Andrés Cisneros", "MX", "Calle Allende 9", "Querétaro", "Querétaro", "76000"),
    ("Leah Goldman", "US", "31 Court Street", "Brooklyn", "NY", "11201"),
    ("Fernanda Luna", "MX", "Calle 60 número 311", "Mérida", "Yucatán", "97000"),
    ("Marcus Bell", "US", "760 Lakeview Drive", "Chicago", "IL", "60613"),
    ("Regina Prado", "MX", "Av. Ámsterdam 155", "Ciudad de México", "CDMX", "06100"),
    ("Tessa Nguyen", "US", "245 Orange Grove", "San Jose", "CA", "95112"),
    ("Iván Medrano", "MX", "Calle Hidalgo 77", "Morelia", "Michoacán", "58000"),
    ("Caleb Wright", "US", "512 Cherry Road", "Nashville", "TN", "37206"),
    ("Paola Zavala", "MX", "Calle Juárez 230", "Puebla", "Puebla", "72000"),
    ("Nadia Rahman", "US", "1907 Division Street", "Detroit", "MI", "48207"),
    ("Emiliano Cota", "MX", "Blvd. Costero 18", "Ensenada", "Baja California", "22800"),
    ("Grace Park", "US", "66 Juniper Court", "Denver", "CO", "80205"),
    ("Lucero Ibarra", "MX", "Calle Reforma 501", "Oaxaca", "Oaxaca", "68000"),
    ("Owen Doyle", "US", "9 Beacon Terrace", "Boston", "MA", "02118"),
    ("Mariana Escobedo", "MX", "Av. Universidad 88", "Aguascalientes", "Aguascalientes", "20000"),
    ("Priscilla James", "US", "3301 Palmetto Way", "Miami", "FL", "33137"),
    ("Santiago Orozco", "MX", "Calle Zaragoza 45", "San Luis Potosí", "San Luis Potosí", "78000"),
    ("Ethan Morales", "US", "1204 Mission Road", "Los Angeles", "CA", "90033"),
    ("Camila Arriaga", "MX", "Calle Morelos 12", "Xalapa", "Veracruz", "91000"),
    ("Zoe Kaplan", "US", "415 Spruce Street", "Philadelphia", "PA", "19106"),
    ("Rodrigo Báez", "MX", "Calle Real 203", "Tepoztlán", "Morelos", "62520"),
    ("Hannah Schultz", "US", "78 Prairie Lane", "Minneapolis", "MN", "55407"),
    ("Julieta Nava", "MX", "Calle Aldama 66", "Guanajuato", "Guanajuato", "36000"),
    ("Malik Thompson", "US", "2024 Auburn Street", "Houston", "TX", "77004"),
    ("Valeria Sosa", "MX", "Av. Insurgentes Sur 1020", "Ciudad de México", "CDMX", "03100"),
    ("Ines Carvalho", "US", "19 Wickenden Street", "Providence", "RI", "02903"),
    ("Mauricio Tapia", "MX", "Calle Colón 310", "Chihuahua", "Chihuahua", "31000"),
    ("Riley Foster", "US", "640 Alberta Street", "Portland", "OR", "97211"),
    ("Abril Montero", "MX", "Calle Madero 51", "Zacatecas", "Zacatecas", "98000"),
    ("Desmond Price", "US", "1515 Frenchmen Street", "New Orleans", "LA", "70116"),
    ("Ximena Duarte", "MX", "Calle Nicolás Bravo 8", "Tuxtla Gutiérrez", "Chiapas", "29000"),
)  # fmt: skip


def _email(number: int, name: str) -> str:
    plain = name.lower().translate(str.maketrans("áéíóúñü", "aeiounu"))
    return f"{plain.replace(' ', '.')}.{number}@demo.test"


SHOPPERS: tuple[Person, ...] = tuple(
    Person(
        _email(number, name), name, "es" if country == "MX" else "en", country,
        date(1994 + number % 14, 1 + number * 5 % 12, 1 + number * 7 % 28),
    )
    for number, (name, country, *_) in enumerate(_ROWS)
)  # fmt: skip

HOMES: dict[str, Address] = {
    person.email: Address(row[0], row[2], row[3], row[4], row[5], row[1])
    for person, row in zip(SHOPPERS, _ROWS, strict=True)
}
