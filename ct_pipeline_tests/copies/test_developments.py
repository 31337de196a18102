"""What two texts that share most of their words are: copies, or other states of a thing."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from ct_pipeline.copies.verify import verify

BACKGROUND = {
    "fr": (
        "L'ouvrage, long de neuf cents mètres, relie les deux rives de l'oued depuis 1987. Il"
        " porte chaque jour quelque douze mille véhicules, dont une bonne part de camions qui"
        " desservent la zone industrielle. Une étude de l'université avait relevé des "
        "fissures sur la troisième pile. Les riverains réclament depuis longtemps un second "
        "passage en amont du marché."
    ),
    "en": (
        "The bridge, nine hundred metres long, has joined the two banks of the river since "
        "1987. It carries some twelve thousand vehicles a day, many of them lorries bound for"
        " the industrial estate. A study by the university had found cracks in the third "
        "pier. People who live nearby have long asked for a second crossing upstream of the "
        "market."
    ),
    "es": (
        "El puente, de novecientos metros, une las dos orillas del río desde 1987. Soporta "
        "cada día unos doce mil vehículos, muchos de ellos camiones que van al polígono "
        "industrial. Un estudio de la universidad había hallado grietas en el tercer pilar. "
        "Los vecinos piden desde hace tiempo un segundo paso aguas arriba del mercado."
    ),
    "ar": (
        "ويربط الجسر، البالغ طوله تسعمائة متر، بين ضفتي الوادي منذ سنة 1987. وتعبره كل يوم "
        "آلاف المركبات، ومنها عدد كبير من الشاحنات المتوجهة إلى المنطقة الصناعية. وكانت دراسة"
        " للجامعة قد رصدت تشققات في الدعامة الوسطى. ويطالب السكان منذ مدة طويلة بممر آخر قرب "
        "السوق الأسبوعي."
    ),
}


def relation(
    a: str, b: str, titles: tuple[str, str], language: str, days: tuple[int, int] = (3, 3)
) -> str | None:
    """The relation of two texts of a June."""
    row: dict[str, object] = {}
    for side, body, title, day in zip("ab", (a, b), titles, days, strict=True):
        row |= {
            f"article_id_{side}": side,
            f"revision_{side}": 1,
            f"title_{side}": title,
            f"body_{side}": body,
            f"language_{side}": language,
            f"day_from_{side}": date(2025, 6, day),
            f"day_to_{side}": date(2025, 6, day),
        }
    edges = verify(pa.RecordBatch.from_pylist([row])).to_pylist()
    return edges[0]["relation"] if edges else None


COPIES = ("exact_copy", "near_copy", "excerpt")


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "fr",
            ("Le pont fermé à la circulation", "Le pont a été fermé lundi aux véhicules."),
            ("Le pont rouvert à la circulation", "Le pont a été rouvert mardi aux véhicules."),
        ),
        (
            "fr",
            ("Un enfant porté disparu près du pont", "Un garçon est recherché depuis lundi."),
            ("L'enfant disparu retrouvé sain et sauf", "Le garçon a été retrouvé mardi, vivant."),
        ),
        (
            "en",
            ("Bridge closed to traffic", "The council closed the bridge on Monday to all traffic."),
            ("Bridge reopens to traffic", "The council reopened the bridge on Tuesday morning."),
        ),
        (
            "en",
            ("Engineer to appear in court", "An engineer is due in court over the bridge repairs."),
            ("Engineer jailed over bridge", "An engineer was jailed for two years on Tuesday."),
        ),
        (
            "en",
            (
                "Hunt for fugitive lorry driver",
                "Police are hunting for a driver who fled the bridge.",
            ),
            ("Fugitive lorry driver caught", "Police have caught the driver who fled the bridge."),
        ),
        (
            "en",
            ("Minister under pressure to quit", "The minister is under pressure to quit over it."),
            ("Minister quits", "The minister has quit over it."),
        ),
        (
            "fr",
            (
                "Accident du pont : 4 morts",
                "L'accident a fait quatre morts, selon un premier bilan.",
            ),
            ("Accident du pont : 9 morts", "L'accident a fait neuf morts, selon un nouveau bilan."),
        ),
        (
            "es",
            ("Huelga en el puente desde el lunes", "Los obreros del puente inician una huelga."),
            ("Desconvocada la huelga del puente", "Los obreros desconvocan la huelga del puente."),
        ),
        (
            "es",
            ("Buscan a un camionero", "La policía busca a un camionero tras el accidente."),
            ("Detenido el camionero", "La policía detuvo al camionero en una gasolinera."),
        ),
        (
            "ar",
            ("إغلاق الجسر في وجه حركة السير", "أغلقت السلطات الجسر يوم الاثنين في وجه المركبات."),
            (
                "إعادة فتح الجسر أمام حركة السير",
                "أعادت السلطات فتح الجسر يوم الثلاثاء أمام المركبات.",
            ),
        ),
        (
            "ar",
            ("البحث عن سائق شاحنة", "تبحث الشرطة عن سائق شاحنة فر بعد الحادث."),
            ("توقيف سائق الشاحنة", "أوقفت الشرطة سائق الشاحنة في محطة للوقود."),
        ),
    ],
)
def test_another_state_of_the_thing_is_no_copy(
    language: str, before: tuple[str, str], after: tuple[str, str]
) -> None:
    texts = [f"{lead}\n{BACKGROUND[language]}" for _, lead in (before, after)]
    found = relation(texts[0], texts[1], (before[0], after[0]), language, (2, 3))
    assert found not in COPIES


@pytest.mark.parametrize(
    ("language", "title", "lead", "other"),
    [
        (
            "fr",
            "Le pont fermé à la circulation",
            "Le pont de l'oued a été fermé lundi matin à tous les véhicules, a annoncé la commune.",
            "Il faudra faire un long détour : depuis lundi matin, plus aucun véhicule ne traverse"
            " l'oued sur le vieux pont, que la commune juge dangereux pour la circulation.",
        ),
        (
            "en",
            "Bridge closed to traffic",
            "The old river bridge was closed on Monday morning to all vehicles, the council said.",
            "Drivers face a long way round: since Monday morning no vehicle may cross the river by"
            " the old bridge, which the council now thinks unsafe for traffic.",
        ),
        (
            "es",
            "Cerrado el puente",
            "El viejo puente fue cerrado el lunes a todos los vehículos, anunció el ayuntamiento.",
            "Toca dar un rodeo: desde el lunes ningún vehículo cruza el río por el viejo puente,"
            " que el ayuntamiento considera peligroso para la circulación.",
        ),
    ],
)
@pytest.mark.parametrize("is_in_place", [True, False])
def test_an_outlets_own_standfirst_leaves_it_a_copy(
    language: str, title: str, lead: str, other: str, is_in_place: bool
) -> None:
    whole = f"{lead}\n{BACKGROUND[language]}"
    own = f"{other}\n{BACKGROUND[language] if is_in_place else whole}"
    assert relation(whole, own, (title, title), language) == "near_copy"


@pytest.mark.parametrize(
    ("language", "sentence", "slots"),
    [
        (
            "fr",
            "Bilan du mois de {} : les inspecteurs du pont ont publié leurs relevés.",
            ("mars", "avril"),
        ),
        ("fr", "La {} édition des journées du pont s'ouvre samedi.", ("troisième", "quatrième")),
        (
            "en",
            "The inspectors have published the figures for {} on the bridge.",
            ("March", "April"),
        ),
        ("en", "The {} congress of bridge builders opens on Saturday.", ("third", "fourth")),
        (
            "es",
            "Los inspectores publican los datos de {} sobre el puente.",
            ("septiembre", "octubre"),
        ),
        ("es", "La {} edición de las jornadas del puente abre el sábado.", ("quinta", "sexta")),
        ("ar", "نشر المفتشون معطيات شهر {} حول حالة الجسر.", ("شتنبر", "أكتوبر")),
        ("ar", "نشر المفتشون معطيات شهر {} حول حالة الجسر.", ("تشرين الثاني", "كانون الأول")),
        ("ar", "تنطلق الدورة {} لأيام الجسر يوم السبت.", ("الثالثة", "الرابعة")),
        (
            "fr",
            "Le ministre a félicité son homologue de la {} pour l'ouverture du pont.",
            ("Zambie", "Namibie"),
        ),
    ],
)
def test_the_bulletin_of_another_month_edition_or_country_is_a_template(
    language: str, sentence: str, slots: tuple[str, str]
) -> None:
    one, other = (f"{sentence.format(slot)}\n{BACKGROUND[language]}" for slot in slots)
    assert relation(one, other, ("Le pont", "Le pont"), language, (1, 29)) == "template"


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "en",
            ("Minister quits", "The minister has quit over the bridge."),
            ("Row over bridge: minister steps down", "The minister has quit over the bridge."),
        ),
        (
            "fr",
            ("Le pont rouvert", "Le pont a été rouvert mardi, faisant douze heureux."),
            (
                "Circulation rétablie",
                "Rabat, 4 juin (MAP) - Le pont a été rouvert, faisant 12 heureux.",
            ),
        ),
        (
            "ar",
            ("رفع حظر التجول", "رفعت السلطات حظر التجول قرب الجسر."),
            ("السلطات ترفع حظر التجول", "رفعت السلطات، الثلاثاء، حظر التجول قرب الجسر."),
        ),
    ],
)
def test_another_headline_dateline_or_spelling_leaves_it_a_copy(
    language: str, before: tuple[str, str], after: tuple[str, str]
) -> None:
    texts = [f"{lead}\n{BACKGROUND[language]}" for _, lead in (before, after)]
    assert relation(texts[0], texts[1], (before[0], after[0]), language) in COPIES


@pytest.mark.parametrize(
    ("language", "titles", "lines"),
    [
        ("fr", ("Compo probable", "Compo officielle"), ("probable", "officielle")),
        ("en", ("Predicted lineup", "Starting lineup"), ("predicted", "chosen")),
        ("es", ("Once probable", "Once inicial"), ("probable", "elegido")),
        ("ar", ("التشكيلة المنتظرة", "التشكيلة الأساسية"), ("المنتظرة", "المختارة")),
    ],
)
def test_headlines_over_one_beginning_tell_the_expected_from_what_came(
    language: str, titles: tuple[str, str], lines: tuple[str, str]
) -> None:
    one, other = (f"{BACKGROUND[language]}\n{line} : 1 - 2 - 3" for line in lines)
    assert relation(one, other, titles, language) == "update"
    assert relation(one, other, titles[:1] * 2, language) in COPIES


VERDICTS = {
    "de": (
        "Das Gericht hat einen Mann zu sechs Jahren Haft verurteilt. Nach Überzeugung der Kammer "
        "hatte {} mehrere Einbrüche in Lagerhallen am Hafen geplant und an zweien selbst "
        "teilgenommen. Der Angeklagte hatte die Vorwürfe zu Beginn eingeräumt, die Verteidigung "
        "auf eine Bewährungsstrafe plädiert. Das Urteil ist noch nicht rechtskräftig.",
        ("Jonas Wendler", "Timo Rasch"),
    ),
    "ar": (
        "قضت المحكمة بالسجن ست سنوات في حق رجل توبع من أجل السرقة الموصوفة. وكان {} قد خطط "
        "لعدة سرقات من مستودعات الميناء وشارك بنفسه في اثنتين منها. وقد اعترف المتهم بما نسب "
        "إليه عند افتتاح المحاكمة، فيما التمس الدفاع تمتيعه بظروف التخفيف، ويمكن استئناف هذا "
        "الحكم داخل الآجال القانونية.",
        ("رشيد البقالي", "منير الزناتي"),
    ),
}


@pytest.mark.parametrize("language", VERDICTS)
def test_the_same_words_of_someone_else_weeks_later_are_no_copy(language: str) -> None:
    sentence, names = VERDICTS[language]
    one, other = (sentence.format(name) for name in names)
    titles = ("", "")
    assert relation(one, other, titles, language, (3, 27)) == "template"
    assert relation(one, one[:-40], titles, language, (3, 27)) == "near_copy"


def test_a_brief_that_stands_whole_in_the_middle_of_a_long_text_is_its_excerpt() -> None:
    brief = f"The old bridge was closed on Monday, the council said.\n{BACKGROUND['en']}"
    around = " ".join(
        f"Paragraph {n} of the chronicle of river {n} tells of mill {n * 7} and weir {n * 13}."
        for n in range(60)
    )
    long_text = (
        f"{around}\n{brief}\n{around.replace('chronicle', 'annals').replace('mill', 'lock')}"
    )
    assert relation(brief, long_text, ("Bridge closed", "A year on the river"), "en") == "excerpt"
