"""What people said below the demo's films; each line by somebody, some answered, one pinned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fan:
    """A shopper who only watches, likes and talks; without a password."""

    email: str
    name: str
    language: str
    country: str


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: who (a handle or a fan's first name), what, how many liked it, and who answered what."""

    by: str
    text: str
    likes: int = 0
    answers: tuple[tuple[str, str], ...] = ()
    is_pinned: bool = False


FANS: tuple[Fan, ...] = (
    Fan("maya@fans.test", "Maya Torres", "en", "US"),
    Fan("devon@fans.test", "Devon Clarke", "en", "US"),
    Fan("priya@fans.test", "Priya N.", "en", "US"),
    Fan("eli@fans.test", "Eli Watts", "en", "US"),
    Fan("hana@fans.test", "Hana Mori", "en", "US"),
    Fan("jordan@fans.test", "Jordan P.", "en", "US"),
    Fan("ximena@fans.test", "Ximena R.", "es", "MX"),
    Fan("diego@fans.test", "Diego Luna", "es", "MX"),
    Fan("fer@fans.test", "Fer Aguilar", "es", "MX"),
    Fan("renata@fans.test", "Renata Solís", "es", "MX"),
    Fan("beto@fans.test", "Beto Cano", "es", "MX"),
    Fan("itzel@fans.test", "Itzel M.", "es", "MX"),
)

# By the headline words of a film's title.
TALK: dict[str, tuple[Said, ...]] = {
    "Three things my shelf was missing": (
        Said("creator", "Everything here has lived on my shelf for a month before I filmed it 🧡", 9, is_pinned=True),
        Said(
            "maya",
            "The mug arrived Tuesday. It is HEAVY in the best way",
            7,
            (
                ("creator", "Right? First sip feels like a small ceremony."),
                ("devon", "dishwasher ok or hand wash?"),
                ("creator", "Mine goes in the dishwasher every night, still perfect"),
            ),
        ),
        Said(
            "priya",
            "does the candle smell strong? I get headaches from most of them",
            4,
            (("creator", "Soft. Open the window a finger and it is barely there."),),
        ),
        Said("eli", "I came for the lamp and left with the lamp", 6),
        Said("hana", "color of the wall behind you please 👀", 3),
        Said("ximena", "¿La taza llega a México?", 2, (("creator", "Sí! A mi prima le llegó a Puebla en seis días."),)),
    ),
    "Mis aretes para esta semana": (
        Said("sofi.colores", "¿Cuál usarías el viernes? Los leo 👇", 8, is_pinned=True),
        Said("renata", "los de sol, sin pensarlo ☀️", 6, (("sofi.colores", "Sabía que alguien lo diría"),)),
        Said(
            "itzel",
            "¿Pesan? Tengo las orejas delicadas",
            4,
            (
                ("sofi.colores", "Nada, son huecos. Los uso todo el día."),
                ("fer", "confirmo, los tengo desde marzo y ni los siento"),
            ),
        ),
        Said("diego", "Se los regalé a mi hermana y ahora me pide los otros jajaja", 5),
        Said("jordan", "I don't speak Spanish but I understood every second of this", 7),
    ),
    "What fits in 18 litres": (
        Said("june.outside", "Yes, the laptop fits. Yes, also lunch.", 7, is_pinned=True),
        Said(
            "priya",
            "how is it in heavy rain? asking from Seattle",
            4,
            (("june.outside", "Zip is coated. Thirty minutes of real rain, everything dry."),),
        ),
        Said("jordan", "Bus stop glamour is my new bio", 6),
        Said(
            "itzel", "La botella sí mantiene frío? en Monterrey hace falta", 3, (("fer", "hasta la cena, de verdad"),)
        ),
    ),
    "La salsa que no presto": (
        Said("mateo.cocina", "La receta del taco está en el siguiente video 🌮", 7, is_pinned=True),
        Said("beto", "¿Qué tanto pica del 1 al hospital?", 9, (("mateo.cocina", "6. Pica y perdona."),)),
        Said("renata", "Llegó en tres días y ya voy por el segundo frasco", 5),
        Said("maya", "I put it on eggs and now eggs are all I eat", 6),
    ),
    "Make any room feel warmer": (
        Said("jordan", "the wobble pot made me laugh out loud", 5, (("creator", "It has that effect on guests too"),)),
        Said("hana", "Ordered the throw. My cat has claimed it. Worth it.", 8),
        Said(
            "devon",
            "how big is the bowl really? looks huge",
            2,
            (("creator", "Eleven inches. Fits a lot of clementines."),),
        ),
    ),
    "Mi rincón favorito cabe en una repisa": (
        Said("beto", "Mi abuela tenía un sarape igualito 🥹", 7, (("sofi.colores", "Entonces ya sabes cuánto dura"),)),
        Said("ximena", "El gato alebrije me está mirando a mí en particular", 6),
        Said("fer", "¿La maceta trae plato?", 1, (("sofi.colores", "Sí, abajo, casi no se ve."),)),
    ),
    "Pack with me for a short weekend": (
        Said("june.outside", "Full list is in the chips. Ask me anything about the backpack!", 6, is_pinned=True),
        Said(
            "eli",
            "Do the sneakers run small?",
            3,
            (("june.outside", "Half a size, yes. Go up."), ("maya", "same for me")),
        ),
        Said("priya", "one backpack for three days is my whole personality now", 8),
        Said("beto", "Ese gorro está muy bueno", 2),
    ),
    "Mi ritual de las seis de la mañana": (
        Said("diego", "El de Veracruz huele a la casa de mis tíos", 6, (("mateo.cocina", "No hay mejor cumplido."),)),
        Said(
            "renata",
            "¿Molido fino o medio para prensa?",
            3,
            (
                ("mateo.cocina", "Medio tirando a grueso. Cuatro minutos y listo."),
                ("renata", "Gracias! mañana lo hago"),
            ),
        ),
        Said("hana", "6 am?? respect", 4),
    ),
    "Gifts under": (
        Said("devon", "“fine, one candle” 😂", 7),
        Said("maya", "the recipe notebook made my mom cry (good cry)", 8, (("creator", "This is why I do this."),)),
    ),
    "Me arreglo en ocho segundos": (
        Said(
            "itzel",
            "El labial aguanta el café? pregunta seria",
            5,
            (("sofi.colores", "Aguanta dos. Al tercero retoco."),),
        ),
        Said("ximena", "Ocho segundos y yo llevo cuarenta minutos", 8),
    ),
    "The watch, the sound, the tee": (
        Said("jordan", "A watch without notifications is the flex", 7),
        Said("eli", "30 hours is real, I charge mine on Sundays", 4, (("june.outside", "Sunday charging club"),)),
    ),
    "Lo que suena mientras hierve el agua": (
        Said("beto", "¿Qué canción es la del final?", 4, (("mateo.cocina", "Una que toco mal con mucho cariño"),)),
        Said("fer", "Compré la salsa por el video y la correa por la salsa", 6),
    ),
}
# For films without lines of their own.
ANYWHERE: dict[str, tuple[Said, ...]] = {
    "en": (
        Said("maya", "Saving this for payday", 4),
        Said("devon", "okay the second one though", 3),
        Said("hana", "Do you ship to Portland?", 1),
    ),
    "es": (
        Said("ximena", "Lo guardo para la quincena", 5),
        Said("diego", "El segundo, por favor y gracias", 3),
        Said("renata", "¿Hay en otro color?", 1),
    ),
}
