"""How tools say that something went wrong, in the languages that they say it in."""

import re

_NAME = re.compile(
    r"""[A-Za-z](?:Error|Exception|Failure|Failed|Fault|Panic|Killed|BackOff|Refused|Denied|Violation)\b
      | (?:^|[\s\[(>]) (?i:error|fatal|panic|fehler|erreur|errore|erro|emerg|crit|alert)
        (?:\ ?\[\w+\]|\ \w?\d+)?\ ?[:\]!]
      | \b(?:npm\ (?:ERR!|error)|Caused\ by|CONFLICT|FATAL)\b | ^E\s{2,}
      | \b[A-Z]{1,10}-?\d{3,6}: | \berror\ [A-Z]{1,8}\d | \bE[A-Z]{4,}\b | \bSIG[A-Z]{3,4}\b | \bSQLSTATE\b
      | エラー | 致命错误 | 错误[：:] | 錯誤[：:] | 오류:""",
    re.VERBOSE,
)
_WORDS = re.compile(
    r"""\b(?:
        errors? | exception | fatal | fail(?:s|ed|ures?)? | panic(?:ked)? | traceback | abort(?:ed|ing)?
      | can(?:not|['’]t) | could(?:n['’]t|\ not) | (?:do|does|did|is|was|are|has)(?:n['’]t|\ not)
      | not\ (?:found|permitted|allowed|supported|recogni[sz]ed)
      | no\ (?:such|more|space|route|module|matching|default) | unable
      | un(?:defined|declared|resolved|expected|known|recogni[sz]ed|supported|authori[sz]ed|reachable)
      | un(?:acceptable|available|handled|caught|hashable|trusted)
      | in(?:valid|compatible|correct|sufficient|complete) | illegal | missing | mismatch | malformed
      | corrupt(?:ed)? | denied | refused | rejected | forbidden | blocked | expired | exceeded | overflow
      | timed?[ -]?out | too\ (?:long|many|large|small|old)
      | already\ (?:exists?|in\ use|allocated|defined) | being\ accessed | reserved
      | must\ (?:be|have|not|exist) | only\ supports | required | conflict(?:s|ing)? | deadlock
      | violat(?:es|ed|ion) | crash(?:ed)? | segmentation | core\ dumped | killed | oom | out\ of\ memory
      # German
      | fehler | fehlgeschlagen | ausnahme | (?:konnte|kann|existiert)\ .{0,60}(?:nicht|bereits)
      | nicht\ gefunden | keine?\ (?:berechtigung|rechte|solche) | verweigert | ungültig\w* | unbekannt\w*
      | abgebrochen | erforderlich
      # French
      | erreur | échec | échoué | impossible | introuvable | n['’]existe | n['’]a\ pas | refusée?
      | interdite? | invalide | inconnue? | aucun\ fichier | permission\ non
      # Spanish, Portuguese, Italian
      | fallo | falló | no\ se\ (?:pudo|puede|encontró|encuentra|ha) | no\ (?:existe|hay) | denegad[oa]
      | inválid[oa] | desconocid[oa] | rechazad[oa]
      | erro | falha | falhou | não\ (?:foi|existe|encontrad[oa]) | negad[oa] | recusad[oa]
      | errore | fallit[oa] | negat[oa] | non\ (?:trovat[oa]|valid[oa]|esiste|è) | rifiutat[oa]
      # Russian
      | ошибка | не\ удалось | не\ найден\w* | отказано
    )\b
    | エラー | 失敗 | 例外 | 見つかりません | できません | 拒否 | 無効 | 不正 | ありません | 使用中
    | 错误 | 失败 | 异常 | 找不到 | 无法 | 拒绝 | 无效 | 不存在 | 没有 | 未找到 | 錯誤 | 無法 | 沒有
    | 오류 | 실패 | 예외 | 없습니다 | 거부 | 잘못된""",
    re.IGNORECASE | re.VERBOSE,
)
_STEMS = re.compile(  # of small letters; one of them is in nearly every line that speaks of an error
    r"""error | fail | fatal | except | panic | abort | cannot | can't | unable | not\ found | no\ such
      | could\ not | couldn't | undefined | undeclared | unexpected | unknown | invalid | missing | denied
      | refused | conflict | timed\ out | timeout | killed | segm | violat | crash | sqlstate
      | fehler | fehlgeschl | konnte | erreur | échec | échou | impossible | fallo | falló | no\ se\ p | erro
      | ошибк | не\ удалось | エラー | 失敗 | 例外 | 错误 | 失败 | 异常 | 無法 | 无法 | 오류 | 실패""",
    re.VERBOSE,
)
_HINT = re.compile(
    r"""\b(?:warn|hint|help|deprecated|did\ you\ mean|detail|reason|note)\b\s?[:\[\]]
      | \b(?:warning|warnung|advertencia|avertissement|avviso|aviso)\b | 注意 | 警告""",
    re.IGNORECASE | re.VERBOSE,
)
_CODE = re.compile(
    r"""(?i: exit\ code | status\ code | signal ) [\s:=]{1,8} [1-9]\d{1,2}\b | "\ [45]\d\d\ """, re.VERBOSE
)
_CONSEQUENCE = re.compile(  # what follows from an error that was told before, and what counts errors
    r"""\*\*\*\ .{0,200}Error\ \d | \bld\ returned | could\ not\ compile | aborting\ due | Process\ completed
      | \bexit(?:ed)?\ (?:code|status|with) | ELIFECYCLE | Lifecycle\ script | complete\ log\ of
      | \b\d+\ (?:failed|failures?|errors?|examples?|warnings?)\b | (?:Failures|Errors|Tests\ run):\s
      | B(?:UILD|uild)\ FAIL | failed\ to\ solve | Failed\ with\ result | Control\ process\ exited
      | this\ and\ all\ later | full\ (?:report|trace) | more\ information\ about
      | [Cc]ompilation\ (?:failed|terminated) | encountered\ performing | test\ failures | \d\ Error\(s\)
      | [Ee]rror\ boundar | The\ above\ (?:error|exception) | During\ handling | Failed\ to\ execute\ goal
      | occurred\ while\ loading | forget\ to | Failed\ examples | \baborted! | 编译中断""",
    re.VERBOSE,
)


def may_speak(line: str) -> bool:
    """Whether the line may speak of an error: soon said, wrong at times."""
    return bool(_STEMS.search(line.lower()))


def names_error(line: str) -> bool:
    """Whether the line names an error or a code, or begins as errors do: `TypeError`, `error[E0382]:`."""
    return bool(_NAME.search(line))


def speaks(line: str) -> bool:
    """Whether the line says in words, or by a status, that something went wrong."""
    return bool(_WORDS.search(line) or has_status(line))


def has_status(line: str) -> bool:
    """Whether the line has the status of what went wrong: `exit code 137`, a request answered by 502."""
    return bool(_CODE.search(line))


def follows(line: str) -> bool:
    """Whether the line says only what follows from an error told before: `make: *** Error 1`, `2 errors`."""
    return bool(_CONSEQUENCE.search(line))


def hints(line: str) -> bool:
    """Whether the line is a warning or a hint."""
    return bool(_HINT.search(line))
