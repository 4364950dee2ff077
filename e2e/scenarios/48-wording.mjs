// A young people's advisory group changes a card's words and a picture without a developer: a draft, before and after
// side by side, shown to the group, its yes written down, a second person where stopping is concerned, into use. The
// child screens show it; an older conversation still shows the older words.
import { look, noPromise, openPerson, openSitting, pick, text, go } from '../talk.mjs'

const better = 'Do you feel at home where you live?'
const ball = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path d="M8 40V22l16-14 16 14v18z"/><path d="M24 40V28"/></svg>'

export default async function wording (h) {
  const worker = await h.signedIn('practitioner')
  const person = await openPerson(h, worker, 'Selam')
  const older = await held(h, worker, person)
  const asked = older.asked
  h.check(asked !== better, 'the card asks something else at first', asked)

  const steward = await h.signedIn('steward')
  await h.goto(steward, '/frameworks')
  await h.follow(steward, steward.getByRole('link', { name: 'What young people see: words and pictures' }))
  await look(h, steward, '01-overview', ['desktop', 'narrow'])
  await changeWords(h, steward)
  await changePicture(h, steward)
  await h.goto(steward, '/wordings/draft')
  await look(h, steward, '05-before-and-after', ['desktop', 'narrow', 'print'])
  h.check((await text(steward)).includes(asked) && (await text(steward)).includes(better), 'before and after stand side by side')
  h.check((await steward.getByRole('button', { name: 'Put it into use' }).count()) === 0, 'nothing comes into use without a group')
  await h.goto(steward, '/wordings/draft/show')
  await look(h, steward, '06-for-the-group', ['desktop', 'narrow', 'print'])
  h.equal((await held(h, worker, person)).asked, asked, 'a draft is shown to no young person')

  await decided(h, steward)
  await h.goto(steward, '/wordings')
  const history = await text(steward)
  h.check(history.includes('Version 2') && history.includes('Warmer words') && history.includes('The Thursday group'), 'the versions say what changed and who decided', history)
  await look(h, steward, '08-in-use', ['desktop'])

  const newer = await held(h, worker, person)
  h.equal(newer.asked, better, 'the child screen asks in the new words')
  h.check(newer.picture.includes('M24 40V28'), 'and shows the new picture', newer.picture)
  await wordsOf(h, worker, older, asked, '09-older')
  await wordsOf(h, worker, newer, better, '10-newer')
  await broughtBack(h, steward)
}

/** The organisation has an advisory group with a space of its own: its yes is written down there, and before it nothing comes into use. */
async function groupSaid (h, steward) {
  await h.goto(steward, '/wordings/draft')
  await h.submit(steward, 'Put it into use')
  h.check((await text(steward)).includes('advisory group has to say yes'), 'without the group’s own yes nothing comes into use', await text(steward))
  await h.goto(steward, '/together')
  await h.follow(steward, steward.getByRole('link', { name: 'The Thursday group' }))
  await look(h, steward, '06-group', ['desktop', 'narrow'])
  await steward.check('input[name=decision][value=yes]')
  await steward.fill('input[name=what]', 'Warmer words about home')
  const day = new Date(Date.now() - 864e5)
  await steward.fill('input[name=on-day]', String(day.getUTCDate()))
  await steward.fill('input[name=on-month]', String(day.getUTCMonth() + 1))
  await steward.fill('input[name=on-year]', String(day.getUTCFullYear()))
  await h.submit(steward, 'Write down what the group said')
  h.check((await text(steward)).includes('The group said to exactly this: Yes'), 'the group’s yes stands in its space', await text(steward))
}

/** One conversation about one card, from the first page to the last. Gives its address, what was asked and what was shown. */
async function held (h, page, person) {
  const at = await openSitting(h, page, person, { arabic: false })
  await go(h, page, 'on')
  await h.goto(page, `${at}/topics`)
  await pick(page, 'chosen', 'B2')
  await go(h, page, 'done')
  const asked = await page.locator('.sf-talk > p.govuk-body').first().innerText()
  const picture = await page.locator('.sf-talk > svg').first().innerHTML()
  await pick(page, 'choice', 'there_for_me')
  await go(h, page, 'next')
  if (page.url().endsWith('/matters')) await go(h, page, 'next')
  await go(h, page, 'keep')
  await noPromise(h, page)
  return { at, asked, picture }
}

async function changeWords (h, page) {
  await h.goto(page, '/wordings/screen?screen=card/B2')
  await page.fill('textarea[name="card/B2/name"]', 'A name that is much too long to stand under any picture')
  await h.submit(page, 'Save in the draft')
  h.check((await text(page)).includes('40'), 'a name that is too long is refused with how long it may be')
  await look(h, page, '02-refused', ['desktop'])
  await h.goto(page, '/wordings/screen?screen=card/B2')
  await page.fill('textarea[name="card/B2/ask"]', better)
  await h.submit(page, 'Save in the draft')
  h.check((await text(page)).includes(better), 'the screen shows the new words')
  await look(h, page, '03-screen', ['desktop', 'narrow'])
  await h.goto(page, '/wordings/screen?screen=card/B2&lang=ar')
  await look(h, page, '03-screen-arabic', ['desktop', 'narrow'])
}

async function changePicture (h, page) {
  await h.goto(page, '/wordings/picture?place=card/B2')
  await look(h, page, '04-picture', ['desktop', 'narrow'])
  await bring(h, page, ball.replace('<path', '<script>alert(1)</script><path'))
  h.check((await text(page)).includes('<script>'), 'a script in a picture is refused by name', await text(page))
  await bring(h, page, ball)
  h.check(page.url().includes('/wordings/screen'), 'a picture of their own is taken', page.url())
}

async function bring (h, page, svg) {
  const details = page.locator('main details').first()
  if (!await details.evaluate(d => d.open)) await details.locator('summary').click()
  await page.setInputFiles('input[type=file]', { name: 'home.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) })
  await page.fill('input[name=shows]', 'A home with a door')
  await h.submit(page, 'Use this picture in the draft')
}

/** The group's yes, the second person for what is about stopping, and into use. */
async function decided (h, steward) {
  await h.goto(steward, '/wordings/draft')
  await h.submit(steward, 'Write it down')
  h.check(await steward.locator('.govuk-error-summary').count() === 1, 'a decision without a group is refused')
  await steward.fill('input[name=what]', 'Warmer words about home')
  await steward.fill('input[name=group]', 'Advisory group (invented)')
  await steward.fill('input[name=on]', new Date(Date.now() - 864e5).toISOString().slice(0, 10))
  await pick(steward, 'decision', 'yes')
  await h.submit(steward, 'Write it down')
  h.check((await text(steward)).includes('A second person has to look at it'), 'words about stopping wait for a second person', await text(steward))
  await h.submit(steward, 'I have looked at it')
  h.check((await text(steward)).includes('Somebody else has to look at it'), 'and whoever wrote the yes down is not the second', await text(steward))
  const manager = await h.signedIn('manager')
  await h.goto(manager, '/wordings/draft')
  await h.submit(manager, 'I have looked at it')
  await groupSaid(h, steward)
  await look(h, manager, '07-decided', ['desktop'])
  await h.goto(steward, '/wordings/draft')
  await h.submit(steward, 'Put it into use')
}

async function wordsOf (h, page, sitting, words, step) {
  await h.goto(page, sitting.at)
  await h.follow(page, page.getByRole('link', { name: 'The words and pictures as they were shown' }))
  h.check((await text(page)).includes(words), `the record keeps the words that were shown: ${words}`)
  await look(h, page, step, ['desktop', 'narrow'])
}

async function broughtBack (h, steward) {
  await h.goto(steward, '/wordings')
  await h.follow(steward, steward.getByRole('link', { name: /^Version 1/ }))
  await look(h, steward, '11-version', ['desktop', 'narrow'])
  await h.submit(steward, 'Begin a draft with it')
  h.check((await text(steward)).includes(better), 'and the draft says what would go', await text(steward))
}
