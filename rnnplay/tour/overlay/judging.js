// Whether what a card asks for is done. Pure: conditions are data, and so is what they are judged by.

/** A condition on what is known under its name, text or undefined. */
export const meets = (condition, text) => condition.split(" or ").some((one) => holds(one, text));

function holds(condition, text) {
  if (condition === "absent") return text === undefined;
  if (text === undefined) return false;
  const [, sign, wanted] = condition.match(/^(>=|<=|!=|=|\^)(.*)$/);
  switch (sign) {
    case ">=":
      return Number(text) >= Number(wanted);
    case "<=":
      return text !== "" && Number(text) <= Number(wanted);
    case "!=":
      return text !== wanted;
    case "^":
      return text === wanted || text.startsWith(`${wanted},`);
    default:
      return text === wanted;
  }
}

/** All conditions of a card. known: name -> text, of the address and of the facts. */
export const done = (conditions, known) =>
  Object.entries(conditions).every(([name, condition]) => meets(condition, known[name]));

/** Where a card stands: still to be guessed, to be done, or over. */
export function stateOf(card, known, guess) {
  const acted = done(card.done, known),
    guessed = !card.choices.length || guess !== undefined;
  return { acted, guessed, over: acted && guessed };
}

/** What is said of a guess once the answer is known. */
export function verdict(card, guess) {
  if (!card.choices.length || guess === undefined) return "";
  return guess === card.answer ? "As you guessed." : `Not as you guessed, but: ${card.choices[card.answer]}.`;
}
