"""How notices read that stand in an article's place, in the languages that feeds bring.

For each kind, what their whole headline is and what a line of their text says.
"""

from __future__ import annotations

import re


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{pattern})\W*", re.VERBOSE | re.IGNORECASE)


def _within(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


CHALLENGE_TITLE = _whole(
    r"""just\sa\smoment|attention\srequired|one\smore\sstep|security\scheck(?:\srequired)?
    |checking\s(?:if\sthe\ssite\sconnection\sis\ssecure|your\sbrowser.*)|bot\sverification
    |(?:please\s)?verify\s(?:that\s)?you\sare\s(?:a\s)?human|are\syou\s(?:a\s)?(?:human|robot)
    |pardon\sour\sinterruption|(?:error\s)?(?:403\W*)?(?:access\sdenied|forbidden)|ddos\W?guard
    |human\sverification|captcha|un\sinstant|un\smoment|vérification\s(?:de\ssécurité|en\scours)
    |êtes-vous\sun\srobot|accès\srefusé|un\smomento|verificación\sde\sseguridad|acceso\sdenegado
    |¿?eres\sun\srobot|لحظة\s(?:واحدة|من\sفضلك)|التحقق\sمن\sأنك\sلست\sروبوتا?|تم\sرفض\sالوصول|فحص\sأمني"""
)
CHALLENGE = _within(
    r"""verify(?:ing)?\s(?:that\s)?you\sare\s(?:a\s)?(?:human|not\sa\srobot)|checking\s(?:if|your)
    |enable\s(?:javascript\sand\s)?cookies\sto\scontinue|unusual\s(?:traffic|activity)
    |you(?:\sdo\snot|\sdon['’]t)\shave\s(?:permission|access)|ray\sid|performance\s&\ssecurity\sby
    |request\sunsuccessful|connection\s(?:is\ssecure|before\sproceeding)|automated\s(?:access|requests|traffic)|ddos\sprotection|complete\sthe\scaptcha
    |you\sare\s(?:a\shuman|not\sa\s(?:robot|bot))|vous\s(?:n['’]êtes\spas|êtes)\sun\s(?:robot|humain)
    |vérifi(?:er|ons)\sque\svous|navigateur\s(?:est|sera)\svérifié|activité\sinhabituelle|trafic\sinhabituel
    |(?:no\seres|que\seres)\sun\s(?:robot|humano)|tráfico\sinusual|verificar\sque\seres
    |أنك\s(?:لست\sروبوتا?|إنسان)|حركة\sمرور\sغير\s(?:عادية|معتادة)|متصفحك"""
)
CONSENT_TITLE = _whole(
    r"""before\syou\scontinue(?:\sto.*)?|avant\s(?:d['’]accéder|de\scontinuer).*|antes\sde\scontinuar.*
    |(?:we|nous)\s(?:value|care\sabout|respect|respectons)\s(?:your|votre)\s(?:privacy|vie\sprivée)
    |(?:cookie|privacy)\s(?:consent|preferences|settings|choices)|(?:votre|your|su|tu)\s(?:consentement|consent|privacidad|privacy)
    |param[èe]tres\sdes\scookies|gestion\sdes\scookies|(?:respetamos|valoramos)\s(?:tu|su)\sprivacidad
    |(?:bitte\s)?stimmen\ssie\s.{0,60}zu|(?:ihre\s)?(?:datenschutz|privatsphäre)(?:-?einstellungen)?|einwilligung
    |cookies?|إعدادات\sملفات\sتعريف\sالارتباط|نحن\sنحترم\sخصوصيتك|خصوصيتك\sتهمنا"""
)
CONSENT = _within(
    r"""before\syou\scontinue|avant\sd['’]accéder|respectons\svotre\svie\sprivée
    |(?:value|care\sabout|respect)\syour\sprivacy|(?:accept|reject)\sall|tout\s(?:accepter|refuser)
    |(?:use|uses|utilis\w+|utiliza\w*|usamos)\s.{0,40}(?:cookies|traceurs|rastreadores)
    |accept(?:er|ar|ez)?\s(?:all|tous|todas?|todos)(?:\s(?:les|las|los))?\s?cookies
    |(?:we\sand\sour|nous\set\snos|nosotros\sy\snuestros|wir\sund\sunsere|نحن\sو)\s?\W*\d*\W*\s?(?:partners?|partenaires|socios|partner|شركاؤنا)\b
    |alle\s(?:akzeptieren|ablehnen)|(?:ihre|deine)\s(?:einwilligung|zustimmung|auswahl)|verwenden\s.{0,40}cookies
    |votre\sconsentement|your\sconsent|(?:tu|su)\s(?:privacidad|consentimiento)
    |(?:gérer|paramétrer|manage|gestionar)\s.{0,20}(?:préférences|choix|cookies|preferences|preferencias)
    |ملفات\sتعريف\sالارتباط|خصوصيتك"""
)
LOGIN_TITLE = _whole(
    r"""(?:log|sign)\s?-?in(?:\sto\s.*)?|(?:se\s)?connecter|connexion|connectez-vous|identifiez-vous
    |iniciar\ssesión|inicia\ssesión|acceder|تسجيل\sالدخول|anmelden|login"""
)
LOGIN = _within(
    r"""(?:log|sign)\s?-?in\b|mot\sde\spasse|password|contraseña|كلمة\s(?:المرور|السر)|se\sconnecter
    |connectez-vous|créez?\sun\scompte|create\san\saccount|iniciar\ssesión|تسجيل\sالدخول"""
)
CLOSED_TITLE = _whole(
    r"""(?:(?:error\s)?451\W*)?unavailable\s(?:due\sto|for)\slegal\sreasons|not\savailable\sin\syour\s(?:country|region|area)
    |(?:site|page|service|portail)?\s?(?:is\s)?(?:under|en|in|down\sfor)\s(?:scheduled\s)?(?:maintenance|mantenimiento)|maintenance(?:\smode)?
    |we['’]ll\sbe\s(?:right\s)?back.*|(?:الموقع\s)?تحت\sالصيانة|waiting\sroom|virtual\squeue|file\sd['’]attente|sala\sde\sespera|you\sare\s(?:now\s)?in\s(?:line|(?:the\s)?queue)
    |(?:ad\W?block(?:er)?|bloqueur\sde\spub(?:licité)?|bloqueador\sde\s(?:anuncios|publicidad))(?:\s(?:detected|détecté|detectado))?"""
)
CLOSED = _within(
    r"""european\seconomic\sarea|general\sdata\sprotection\sregulation|not\s(?:currently\s)?available\sin\syour\s(?:country|region|area|location)
    |(?:indisponible|pas\s(?:disponible|accessible))\s(?:dans|depuis)\svotre\s(?:pays|région)|no\sestá\sdisponible\sen\s(?:su|tu)\s(?:país|región)|غير\sمتاح\sفي\s(?:بلدك|منطقتك)
    |(?:site|website|page|service|sitio|web)\s.{0,30}(?:under|en|down\sfor|in)\s(?:scheduled\s)?(?:maintenance|mantenimiento)|(?:الموقع|الصفحة)\s.{0,20}الصيانة
    |your\s(?:estimated|expected)\swait|when\sit\sis\syour\sturn|votre\stour\sarrive|sea\s(?:su|tu)\sturno
    |(?:your|votre|tu|su|vous\sutilisez|you\sare\susing|usas|usa)\s.{0,20}(?:ad\W?block|(?:bloqueur|bloqueador)\sde\s(?:pub|anuncios))
    |(?:disable|turn\soff|désactive[rz]|desactiv\w+)\s.{0,30}(?:ad\W?block|(?:bloqueur|bloqueador)\sde\s(?:pub|anuncios))"""
)
MISSING_TITLE = _whole(
    r"""(?:(?:error|erreur|erro|خطأ|http)\W*)?404(?:\W+.{0,60})?|(?:oops|oups|ups|sorry|désolé|lo\ssentimos|عذرا)\W*.{0,60}
    |.{0,30}(?:page|article|content|story|post)\s(?:was\s|could\snot\sbe\s|is\s)?(?:not\sfound|found|missing|unavailable|no\slonger\savailable)
    |.{0,30}(?:page|article|contenu)\s(?:est\s|demandée?\s)*(?:introuvable|non\strouvée?|inexistante?|supprimée?|indisponible)
    |.{0,20}(?:page|article|contenu).{0,20}n['’](?:existe|est)\s(?:pas|plus)(?:\sdisponible)?
    |(?:la\s)?(?:página|noticia|artículo)\s(?:que\sbuscas\s)?(?:no\s(?:encontrad[ao]|existe|disponible|se\sencuentra)|eliminad[ao]).{0,20}
    |(?:nothing|not|no\sresults)\s(?:was\s)?found|aucun\srésultat|no\s(?:hay|se\sencontraron)\sresultados
    |(?:ال)?(?:صفحة|مقال|محتوى)(?:\sالمطلوبة?)?\sغير\s(?:موجودة?|متوفرة?|متاحة?)|لم\sيتم\sالعثور\sعلى\s(?:الصفحة|المقال|نتائج|شيء)"""
)
MISSING = _within(
    r"""\b404\b|(?:page|article|content|story)\s(?:was\s|you\W.{0,40}\s|is\s)?(?:not\sfound|no\slonger|does\snot|doesn['’]t)
    |(?:page|contenu|article|adresse|lien).{0,40}(?:n['’]existe|n['’]est\splus|introuvable|supprimé|cherchez|déplacé)
    |(?:página|noticia|enlace|artículo).{0,40}(?:no\sexiste|no\sse\sencuentra|buscas?|eliminad|no\sestá\sdisponible)
    |you(?:['’]re|\sare|\swere)\slooking\sfor|nothing\s(?:was\s)?found|can(?:no|['’])t\sfind\s(?:the|that|this)\spage
    |(?:الصفحة|المقال|المحتوى|الرابط).{0,40}(?:غير\sموجود|لم\sتعد|تبحث|حذف|غير\sمتوفر|نقل)"""
)
