// A young person's own place on a phone of theirs. Their worker reads the safety page with them and opens it; they choose a
// second word. On their own phone (a browser of its own, 360 px, Arabic) four spoken words open what they said, once; they
// say something; they leave, and nothing stays. Pressed, they write their second word: a page of everyday words opens, the
// place is over, and their worker is told. With a passkey the place shows what was promised and who can see it.
import { look, openPerson, pick, text } from '../talk.mjs'

const phone = { viewport: { width: 360, height: 740 }, locale: 'ar' }
const second = 'قطار أزرق صغير'

export default async function ownDevice (h) {
  const desk = await h.signedIn('practitioner', { viewport: { width: 1200, height: 900 } })
  const person = await openPerson(h, desk, 'Yusra')
  await opens(h, desk, person, 'words')
  const words = await saysWords(h, desk)
  const own = await h.page(phone)
  await comesIn(h, own, words)
  await seesOwnWords(h, own, person)
  await leaves(h, own)
  await isPressed(h, desk, own, person)
  await byPasskey(h, desk, person)
}

/** Together at the worker's device: the safety page, the choice, the second word. */
async function opens (h, desk, person, way) {
  await h.goto(desk, `${person}/place/device`)
  await look(h, desk, '01-device', ['desktop', 'narrow'])
  await h.follow(desk, desk.locator('form[action$="/begin"] button'))
  h.equal(await desk.locator('html').getAttribute('lang'), 'ar', 'the safety page is in their language')
  h.check((await text(desk)).includes('هاتف'), 'it speaks of the phone')
  await look(h, desk, '02-safety', ['desktop', 'narrow'])
  await pick(desk, 'way', way)
  await h.follow(desk, desk.locator('button[value=open]'))
  await look(h, desk, '03-second', ['narrow'])
  if (way === 'words') {
    await desk.fill('input[name=second]', 'password')
    await h.follow(desk, desk.locator('button[value=keep]'))
    h.check(await desk.locator('.govuk-error-summary').count() === 1, 'a word that many would think of is not taken')
    await look(h, desk, '04-second-wrong', ['narrow'])
    await desk.fill('input[name=second]', second)
    await h.follow(desk, desk.locator('button[value=keep]'))
  } else {
    await h.follow(desk, desk.locator('a.govuk-button--secondary[href*="done=opened"]'))
  }
  await look(h, desk, '05-opened', ['desktop', 'narrow'])
}

/** The worker makes four words and gives them as the young person hears them. */
async function saysWords (h, desk) {
  await h.follow(desk, desk.locator('form[action$="/words"] button'))
  await look(h, desk, '06-words', ['desktop', 'narrow'])
  const words = await desk.locator('.sf-spoken strong').allTextContents()
  h.equal(words.length, 4, 'four words')
  return words.join(' ')
}

async function comesIn (h, own, words) {
  await h.goto(own, '/words')
  h.equal(await own.locator('html').getAttribute('dir'), 'rtl', 'the way in is in the phone’s language')
  h.equal(await own.title(), 'كلمات', 'it is called “Words”, and no more')
  h.check(!(await own.content()).includes('Stable Futures'), 'nothing on it says what it is part of')
  await look(h, own, '07-way-in', ['narrow'])
  await own.fill('input[name=words]', 'شمس قمر شمس قمر')
  await h.follow(own, own.locator('button[value=go]'))
  h.check(await own.locator('.govuk-error-summary').count() === 1, 'four words that open nothing are said to')
  await look(h, own, '08-wrong', ['narrow'])
  await own.fill('input[name=words]', words)
  await h.follow(own, own.locator('button[value=go]'))
  h.equal(new URL(own.url()).pathname, '/words/page', 'the words open the place')
}

async function seesOwnWords (h, own, person) {
  await look(h, own, '09-place', ['narrow'])
  const stay = await own.context().cookies()
  h.check(stay.some(c => c.httpOnly && c.sameSite === 'Strict' && c.expires === -1), 'the cookie ends with the browser')
  for (const [n, part] of ['said', 'news', 'ask', 'say'].entries()) {
    await h.goto(own, `/words/page/${part}`)
    h.check(!(await own.content()).includes('/people/'), 'no address of the record stands on it')
    await look(h, own, `1${n}-${part}`, ['narrow'])
  }
  await h.goto(own, '/words/page/said')
  h.check((await text(own)).length > 100, 'they see what they said')
  await own.goto(h.url + '/words/page/who')
  h.check(!(await text(own)).includes('Ashdown'), 'spoken words show nobody who looked')
  await h.goto(own, '/words/page/ask')
  await h.follow(own, own.locator('button[value=send]'))
  h.check((await text(own)).includes('اختر واحدًا'), 'what is missing is said in their language')
  await look(h, own, '14-ask-wrong', ['narrow'])
  await pick(own, 'whom', 'advocate')
  await h.follow(own, own.locator('button[value=send]'))
  await look(h, own, '15-asked', ['narrow'])
  await own.goto(h.url + person)
  h.check(new URL(own.url()).pathname === '/sign-in', 'the record itself is not open to the phone', own.url())
  await h.goto(own, '/words/page')
}

async function leaves (h, own) {
  const kept = await own.evaluate(() => JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage)]))
  h.equal(kept, '[[],[]]', 'nothing is kept in the browser')
  const left = await own.request.get(h.url + '/words/leave', { maxRedirects: 0 })
  h.equal(left.headers()['clear-site-data'], '"cache", "cookies"', 'leaving asks the browser to forget')
  await h.goto(own, '/words/page')
  h.equal(new URL(own.url()).pathname, '/words', 'after leaving nothing is open')
}

async function isPressed (h, desk, own, person) {
  const write = async words => {
    await h.goto(own, '/words')
    await own.fill('input[name=words]', words)
    await h.follow(own, own.locator('button[value=go]'))
    return `${own.url()} ${await text(own)}`
  }
  const other = await write('دراجة حمراء كبيرة')
  await look(h, own, '16-all', ['narrow'])
  h.equal(await write(second), other, 'their second word opens the same page as any other word')
  await h.goto(desk, `${person}/place/device`)
  await desk.locator('details summary').first().click()
  h.check((await text(desk)).includes('Their second word was used'), 'the worker sees that the place is over')
  await look(h, desk, '17-over', ['desktop'])
  await h.goto(desk, '/remarks')
  h.check((await text(desk)).includes('second word'), 'and is told in the list of what waits')
}

async function byPasskey (h, desk, person) {
  await opens(h, desk, person, 'passkey')
  const words = await saysWords(h, desk)
  const own = await h.page(phone)
  const devtools = await own.context().newCDPSession(own)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true } })
  await h.goto(own, '/words')
  await own.fill('input[name=words]', words)
  await h.follow(own, own.locator('button[value=go]'))
  h.equal(new URL(own.url()).pathname, '/words/key', 'the words let the phone make its key')
  await look(h, own, '18-key', ['narrow'])
  await h.follow(own, own.locator('form[data-passkey] button'))
  h.equal(new URL(own.url()).pathname, '/words/page', 'and then the place is open')
  await look(h, own, '19-place-by-key', ['narrow'])
  for (const [n, part] of ['promised', 'who', 'may', 'gave'].entries()) {
    await h.goto(own, `/words/page/${part}`)
    await look(h, own, `2${n}-${part}`, ['narrow'])
  }
  await own.request.get(h.url + '/words/leave', { maxRedirects: 0 })
  await h.goto(own, '/words')
  await h.follow(own, own.locator('form[data-passkey] button'))
  h.equal(new URL(own.url()).pathname, '/words/page', 'the phone’s own lock opens it again')
  await h.goto(desk, `${person}/place/device`)
  await h.follow(desk, desk.locator('form[action$="/end"] button'))
  await own.goto(h.url + '/words/page')
  h.equal(new URL(own.url()).pathname, '/words', 'ended at one press: it is over on the phone too')
}
