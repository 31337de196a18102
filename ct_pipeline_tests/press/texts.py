"""Texts written for the tests: what the local press prints."""

from __future__ import annotations

PLATFORM = (
    "Le Bureau des Nations Unies de lutte contre le terrorisme (ONUCT) et le Royaume du Maroc ont "
    "ouvert, mardi à Tanger, la cinquième réunion de haut niveau des chefs des agences de lutte "
    "contre le terrorisme et de sécurité en Afrique, dite Plateforme de Marrakech.",
    "Quarante-deux délégations africaines prennent part à cette rencontre de deux jours, consacrée "
    "au partage du renseignement, à la sécurité des frontières et aux menaces que font peser les "
    "drones civils détournés par les groupes armés du Sahel et du golfe de Guinée.",
    "« Aucun pays ne peut venir seul à bout de réseaux qui ignorent les frontières », a déclaré à "
    "l'ouverture des travaux le représentant de l'ONUCT, en saluant les formations dispensées par "
    "son Bureau de Rabat à près de mille trois cents fonctionnaires du continent depuis 2021.",
    "Le chef de la délégation marocaine a, pour sa part, plaidé pour une réponse qui associe les "
    "enquêteurs, les magistrats et les communautés, et il a annoncé l'accueil l'an prochain à Fès "
    "d'un atelier sur la réinsertion des détenus condamnés pour des faits de terrorisme.",
    "Les participants doivent adopter mercredi une feuille de route qui fixe pour chaque région un "
    "calendrier d'exercices communs et un point de contact permanent, selon le document de travail "
    "distribué aux délégations avant la séance plénière.",
)

HARVEST = (
    "La récolte d'olives s'annonce meilleure que prévu dans la région de Meknès, où les pluies du "
    "début de l'automne ont sauvé une saison que les producteurs croyaient perdue au sortir de "
    "l'été, d'après les premières estimations de la chambre régionale d'agriculture.",
    "Les coopératives tablent sur une hausse d'un cinquième des volumes pressés et sur des prix à "
    "la baisse d'ici la fin de l'année, ce qui devrait soulager les ménages après deux campagnes "
    "marquées par la rareté et par l'importation d'huile étrangère.",
    "Reste la question de la main-d'œuvre, que plusieurs exploitants disent ne plus trouver aux "
    "salaires d'hier, et celle des moulins, dont les plus anciens attendent encore l'aide promise "
    "pour se mettre aux normes et traiter leurs rejets.",
)

CELL = (
    "Le Bureau central d'investigations judiciaires a démantelé, jeudi à l'aube, une cellule de "
    "cinq personnes soupçonnées d'avoir prêté allégeance à l'organisation dite État islamique et "
    "de préparer des attaques dans la ville de Settat et ses environs.",
    "Les perquisitions ont permis de saisir des armes blanches, des produits chimiques et des "
    "ordinateurs qui seront soumis à l'expertise, indique un communiqué, lequel précise que les "
    "suspects, âgés de 21 à 37 ans, ont été placés en garde à vue sous le contrôle du parquet.",
    "L'enquête se poursuit afin d'établir les liens éventuels de cette cellule avec des "
    "commanditaires à l'étranger et d'identifier d'autres complices, ajoute la même source.",
)

MEETING_AR = (
    "استقبل المدير العام للأمن الوطني ولمراقبة التراب الوطني، اليوم الأربعاء بالرباط، وكيل الأمين "
    "العام لمكتب الأمم المتحدة لمكافحة الإرهاب، الذي يقوم بزيارة عمل إلى المغرب على رأس وفد هام.",
    "وتناول اللقاء سبل تعزيز التعاون بين المصالح الأمنية المغربية ومكتب الأمم المتحدة لمكافحة "
    "الإرهاب، ولا سيما في مجال تكوين الأطر الأمنية الإفريقية وتبادل الخبرات حول التهديدات الجديدة.",
    "وأشاد المسؤول الأممي بالدور الذي يضطلع به المغرب في دعم برامج مكتب الرباط، مؤكدا أن التجربة "
    "المغربية في مكافحة التطرف العنيف أصبحت نموذجا تستفيد منه دول القارة الإفريقية.",
)
