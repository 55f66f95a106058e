"""Sentences of everyday talk about a health service and its leaders that are on no anchor that ships.

What an anchor's phrases are held against: a passage that is near to them only as any passage about hospitals is, isn't
on the anchor.
"""

from __future__ import annotations

__all__ = ["BACKGROUND"]

BACKGROUND = tuple(
    sentence.strip()
    for sentence in """
    The survey was sent to all staff and a third of them replied.
    We interviewed forty people in four organisations between March and July.
    The report was published on Thursday and can be had from the website.
    The trust ended the year with a deficit of nine million pounds.
    The new building will open next spring on the site of the old laundry.
    Parking costs more than it did and the car park is full by seven.
    The chief executive arrived in September and left before Easter.
    A new chair has been appointed for a term of three years.
    What this place needs is a strong chief executive with vision and nerve.
    One determined person turned the hospital round in two years.
    She took charge, made the decisions herself and saved the service.
    No single person can fix a hospital, and the age of heroes is over.
    Leadership is shared work, done between people across the hospital.
    Everybody on the ward leads, from the porter to the consultant.
    The team decides together what to try next and answers for it together.
    Decisions are made by those who do the work, without asking for permission.
    Distributed leadership sounds well, but somebody has to carry the can.
    When everyone is in charge nobody is in charge.
    The board handed its powers to the wards and has not regretted it.
    Partners across the system agreed a plan and meet each month.
    The literature describes transformational, transactional and distributed leadership.
    Heroic leadership has been criticised by many authors.
    The leadership course lasts two days and includes lunch.
    Twelve places are left on the programme; apply by the end of June.
    I went on a leadership course and we built a tower out of spaghetti.
    There were slides, a keynote and a panel about improvement.
    Does anybody have the reference for that paper?
    Thank you for sharing this, very interesting.
    Great article, I agree with every word.
    I disagree with the author about nearly everything.
    Sorry, I pressed send too early.
    I worked there for twenty years and remember the old wards.
    The hospital was founded in the nineteenth century by public subscription.
    The matron ran the place in the old days and everybody knew it.
    In my father's time a doctor had a bicycle and a bag.
    Nurses have had no proper pay rise for years.
    The union is balloting its members on strike action.
    My payslip was wrong again this month.
    We have vacancies on every shift and rely on agency staff.
    There were two nurses for thirty patients last night.
    The rota came out late and I was on it twice.
    Sickness is up and people are leaving for other jobs.
    I qualified last year and started on the surgical ward in September.
    My placement was on a respiratory ward and I learned to take blood.
    Students need a mentor for every shift.
    The operation went well and I was home in two days.
    I waited nine months for a new hip.
    The ambulance took four hours to come.
    The surgery no longer answers the telephone before nine.
    My appointment was cancelled twice and moved to another site.
    The food was cold and the ward was noisy.
    The ward was clean and the windows had a nice view.
    The lift is out of order again and the heating is off.
    The computer system crashed and we went back to paper.
    The new record system went live in April.
    Does the app work on older phones?
    Infection rates fell by a third after the change.
    Pressure ulcers and falls were lower on the six wards that took part.
    The pilot cut the time to theatre from nine hours to four.
    We tested one small change each week and plotted the results.
    The inspection rated the hospital as requiring improvement.
    The regulator will come back within six months.
    Safety incidents were reported and investigated.
    The inquiry heard evidence for nine weeks.
    The panel thanks all who gave evidence.
    The government has announced another reorganisation.
    Commissioning groups replaced the primary care trusts in 2013.
    The minister said in the House that more money would come.
    The council and the trust share an office in the old town hall.
    Social care has no money and beds are full of people who could go home.
    General practice is under pressure and partners are retiring.
    Money follows the patient under the new tariff.
    Waiting lists have grown since the pandemic.
    During the pandemic we opened a new unit within a week.
    Volunteers made masks and restaurants sent food.
    Consultants and nurses from the two hospitals now meet on Fridays.
    Physiotherapists and pharmacists work in the same team.
    A multidisciplinary team meets each morning.
    The surgeon trained in Leeds and has two daughters.
    He retires next month after thirty years and keeps bees.
    She won an award for her research on diabetes.
    The choir sang in the atrium and a dog was brought in.
    The League of Friends paid for the new garden.
    A captain needs a crew that speaks up when it sees the rocks.
    An orchestra can play without a conductor.
    A football side is more than its centre forward.
    In the Army a company commander is told what is wanted and why.
    The lifeboat crew trains on Wednesday nights.
    The bees in my garden have no chairman.
    The train was late and I walked from the station.
    The meeting lasted two hours and the minutes are public.
    The next meeting of the board will be held in public on Tuesday.
    The following table shows the figures for each region.
    Following the inspection an action plan was sent to the regulator.
    Follow us on Twitter for news of the next event.
    Details of the study are as follows.
    There is a follow-up clinic after six weeks.
    We followed two hundred patients for a year.
    Pain management and case management are offered at the clinic.
    The patient managed to walk with a frame.
    Is there any other kind of evidence?
    What kind of building is it?
    I am not sure that I understand the question.
    Somebody should ask who signed the contract.
    The consultants sent the bill to the wrong address.
    My wife and I moved to the coast last year.
    The moral is that nobody had read the plan.
    This is a letter to the editor about the new bus route.
    Pharmacy closes at five and the prescriptions wait until morning.
    The speaker told us about polar explorers.
    The vaccine clinic was in the sports hall.
    """.strip().splitlines()
)
