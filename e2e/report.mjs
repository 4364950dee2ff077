// Counts what holds and what does not, in the manner of TAP.

export class Report {
  passed = 0
  failed = 0

  /** Notes one check. The detail says what was found instead. */
  check (holds, what, detail = '') {
    holds ? this.passed++ : this.failed++
    console.log(`${holds ? 'ok' : 'not ok'} ${this.passed + this.failed} - ${what}`)
    if (!holds && detail) console.log(String(detail).slice(0, 4000).replace(/^/gm, '  # '))
    return holds
  }

  /** A line for people to read. */
  say (text) { console.log(`# ${text}`) }

  /** The closing line. */
  close () {
    console.log(`1..${this.passed + this.failed}`)
    console.log(`${this.passed} passed, ${this.failed} failed`)
    return this.failed === 0 && this.passed > 0
  }
}
