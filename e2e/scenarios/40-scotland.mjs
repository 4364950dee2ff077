// The same job as a guardian of a Scottish charity that works alone, in the terms of Scotland.
import { look, openPerson, openSitting, said, text, unfold } from '../talk.mjs'
import { wholeJob } from './20-main-job.mjs'

export default async function scotland (h) {
  const page = await h.signedIn('guardian')
  const see = async step => { if (/^(01|18|21)/.test(step)) await look(h, page, step) }
  const { person, sitting } = await wholeJob(h, page, { name: 'Omar', worker: 'Isla Fairweather', see })

  await h.goto(page, person)
  h.check(/Nation\s+Scotland/.test(await text(page)), 'the record is one of Scotland', await text(page))
  await h.goto(page, `${person}/picture`)
  h.check((await text(page)).includes('Isla Fairweather'), 'the picture names the guardian whose view it is')
  await h.goto(page, `${sitting}/note`)
  h.check((await text(page)).includes(said.words), 'the charity’s guardian reads their own case note, without any council')

  const other = await openPerson(h, page, 'Besart')
  const english = await openSitting(h, page, other, { arabic: false })
  const told = await text(page)
  h.check(told.includes('Your guardian, your social worker or an advocate can help you'), 'the explanation names the guardian first, as in Scotland', told)
  h.check(told.includes('ask your solicitor or your guardian first'), 'and offers to ask the solicitor or the guardian first', told)
  h.check(told.includes('Thistledown Guardians') && !/council/i.test(told), 'the charity stands there, and no council', told)
  await h.goto(page, `${english}/safe`)
  await unfold(page, '.sf-staffnote')
  const safe = await text(page)
  h.check(safe.includes('child protection referral to social work'), 'where else to write it down is said in Scottish terms', safe)
  h.check(safe.includes('Thistledown on-call guardian'), 'the charity’s own on-call number is the first', safe)
  await look(h, page, 'safe', ['desktop', 'narrow'])
}
