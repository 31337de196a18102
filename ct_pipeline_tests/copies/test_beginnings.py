"""Beginnings of texts that share the rest: another count of victims, an outlet's own words, a brief
within a long text."""

from __future__ import annotations

import pytest

from ct_pipeline_tests.copies.test_developments import BACKGROUND, COPIES, relation

TOLLS = [
    (
        "fr",
        (
            "Explosion dans un marché : au moins quatre morts",
            (
                "Une explosion a secoué mercredi matin le marché couvert de la ville, faisant"
                " au moins quatre morts, selon un premier bilan communiqué par la protection "
                "civile."
            ),
        ),
        (
            "Le bilan de l'explosion du marché grimpe à dix-neuf morts",
            (
                "Dix-neuf personnes ont perdu la vie et trente autres restent hospitalisées "
                "après la déflagration qui a soufflé les étals des vendeurs, ont indiqué "
                "jeudi les autorités locales."
            ),
        ),
    ),
    (
        "fr",
        (
            "Attaque d'un convoi : premier bilan",
            (
                "Au moins trois soldats ont été tués dans l'embuscade tendue mardi à un "
                "convoi sur la route nationale, d'après l'état-major."
            ),
        ),
        (
            "Embuscade contre un convoi : 17 soldats tués",
            (
                "L'armée a revu à la hausse les pertes subies sur la route nationale : dix-"
                "sept militaires sont tombés, ont annoncé ses services mercredi soir."
            ),
        ),
    ),
    (
        "en",
        (
            "Blast at market kills at least four",
            (
                "A blast tore through the covered market on Wednesday morning, killing at "
                "least four people, the civil defence said in a first toll."
            ),
        ),
        (
            "Market blast toll climbs to 19",
            (
                "Nineteen people are now known to have died and thirty more are in hospital "
                "after the explosion that blew away the stalls of the traders, officials "
                "announced on Thursday."
            ),
        ),
    ),
    (
        "es",
        (
            "Al menos cuatro muertos en una explosión en el mercado",
            (
                "Una explosión sacudió el miércoles por la mañana el mercado cubierto y dejó "
                "al menos cuatro muertos, según un primer balance de protección civil."
            ),
        ),
        (
            "Sube a diecinueve la cifra de muertos en el mercado",
            (
                "Diecinueve personas han fallecido y otras treinta siguen en el hospital tras"
                " la deflagración que arrasó los puestos de los vendedores, informaron el "
                "jueves las autoridades."
            ),
        ),
    ),
    (
        "ar",
        (
            "أربعة قتلى على الأقل في انفجار بالسوق",
            (
                "هز انفجار صباح الأربعاء السوق المغطاة مخلفا مقتل أربعة أشخاص على الأقل، وفق "
                "حصيلة أولية للوقاية المدنية."
            ),
        ),
        (
            "ارتفاع حصيلة انفجار السوق إلى تسعة عشر قتيلا",
            (
                "لقي تسعة عشر شخصا مصرعهم ولا يزال ثلاثون آخرون في المستشفى بعد التفجير الذي "
                "أتى على أكشاك الباعة، حسب ما أعلنت السلطات يوم الخميس."
            ),
        ),
    ),
]
REST = {
    "fr": (
        "Le ministre de l'Équipement doit se rendre sur place en fin de semaine. Il y "
        "rencontrera les élus de la province et les représentants des usagers, qui demandent "
        "un calendrier écrit. Un bureau d'études étranger a remis un devis que le conseil "
        "jugera en avril. Les écoles de la rive gauche ont aménagé leurs horaires pour les "
        "élèves qui traversent à pied."
    ),
    "en": (
        "The minister of works is to visit at the end of the week. He will meet councillors "
        "of the province and those who speak for the users, who ask for a written calendar. A"
        " foreign firm of engineers has handed in an estimate that the council will judge in "
        "April. Schools of the left bank have changed their hours for pupils who cross on "
        "foot."
    ),
    "es": (
        "El ministro de Obras visitará la zona a finales de semana. Se reunirá con los "
        "concejales de la provincia y los representantes de los usuarios, que piden un "
        "calendario por escrito. Una empresa extranjera ha entregado un presupuesto que el "
        "consejo juzgará en abril. Las escuelas de la orilla izquierda han adaptado sus "
        "horarios para los alumnos que cruzan a pie."
    ),
    "ar": (
        "ومن المرتقب أن يزور وزير التجهيز المنطقة في نهاية الأسبوع، حيث سيلتقي منتخبي الإقليم"
        " وممثلي مستعملي الطريق الذين يطالبون بجدول زمني مكتوب. وقدم مكتب دراسات أجنبي عرضا "
        "ماليا سيبت فيه المجلس خلال أبريل. وعدلت مدارس الضفة اليسرى أوقاتها لفائدة التلاميذ "
        "الذين يعبرون مشيا على الأقدام."
    ),
}
STANDFIRSTS = [
    (
        "fr",
        "La commune ferme le vieux pont de l'oued",
        (
            "La commune a décidé d'interdire dès lundi la traversée du vieux pont de l'oued "
            "aux poids lourds, après la visite de trois experts."
        ),
        (
            "On s'y attendait sans oser y croire. Les commerçants du quartier font grise "
            "mine, les livreurs calculent leurs détours, et chacun cherche qui accuser. Voici"
            " ce qu'il faut savoir de cette affaire."
        ),
    ),
    (
        "en",
        "Council bars lorries from old bridge",
        (
            "The council has decided to bar heavy lorries from the old river bridge from "
            "Monday, after a visit by three experts."
        ),
        (
            "Everybody saw it coming and nobody wanted to believe it. Shopkeepers grumble, "
            "couriers work out detours, and all look for somebody to blame. Here is what you "
            "need to know."
        ),
    ),
    (
        "es",
        "El ayuntamiento veta los camiones en el viejo puente",
        (
            "El ayuntamiento ha decidido prohibir desde el lunes el paso de camiones pesados "
            "por el viejo puente, tras la visita de tres expertos."
        ),
        (
            "Se veía venir y nadie quería creerlo. Los comerciantes se quejan, los "
            "repartidores calculan rodeos y todos buscan a quién culpar. Esto es lo que hay "
            "que saber del asunto."
        ),
    ),
    (
        "ar",
        "الجماعة تمنع الشاحنات من عبور الجسر القديم",
        (
            "قررت الجماعة منع الشاحنات الثقيلة من عبور الجسر القديم ابتداء من يوم الاثنين، "
            "عقب زيارة ثلاثة خبراء."
        ),
        (
            "كان الجميع يتوقع ذلك دون أن يجرؤ أحد على تصديقه. التجار متذمرون، وأصحاب التوصيل "
            "يحسبون المسافات، وكل واحد يبحث عمن يلومه. هذا ما يجب معرفته عن القضية."
        ),
    ),
]


@pytest.mark.parametrize(("language", "before", "after"), TOLLS)
@pytest.mark.parametrize("days", [(3, 3), (3, 4)])
def test_a_later_toll_in_other_words_is_no_copy_of_the_first(
    language: str, before: tuple[str, str], after: tuple[str, str], days: tuple[int, int]
) -> None:
    one, other = (f"{lead}\n{BACKGROUND[language]}" for _, lead in (before, after))
    assert relation(one, other, (before[0], after[0]), language, days) not in COPIES


@pytest.mark.parametrize(("language", "title", "lead", "own"), STANDFIRSTS)
@pytest.mark.parametrize("is_titled_alike", [True, False])
def test_a_standfirst_that_shares_no_word_with_the_lead_leaves_it_a_copy(
    language: str, title: str, lead: str, own: str, is_titled_alike: bool
) -> None:
    rest = f"{BACKGROUND[language]}\n{REST[language]}"
    titles = (title, title if is_titled_alike else own[:40])
    assert relation(f"{lead}\n{rest}", f"{own}\n{rest}", titles, language) == "near_copy"


@pytest.mark.parametrize(("language", "title", "lead", "own"), STANDFIRSTS)
@pytest.mark.parametrize("days", [(3, 3), (3, 4), (4, 3)])
def test_a_brief_between_a_third_and_half_of_a_long_text_is_its_excerpt(
    language: str, title: str, lead: str, own: str, days: tuple[int, int]
) -> None:
    brief = f"{lead}\n{BACKGROUND[language]}"
    first, *others = REST[language].split(". ")
    long_text = f"{own} {first}.\n{brief}\n{'. '.join(others)} {own}"
    found = relation(brief, long_text, (title, "A year on the water"), language, days)
    assert found == "excerpt"
