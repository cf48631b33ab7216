// Decides whether the task of a card is done. Pure functions of the card's conditions and the facts of the page.

/** Whether a text, or undefined, meets a condition. */
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

/** Whether all conditions of a card are met. known: name -> text, of the address and of the facts. */
export const done = (conditions, known) =>
  Object.entries(conditions).every(([name, condition]) => meets(condition, known[name]));

/** The state of a card: is it done (acted), guessed, or both (over)? */
export function stateOf(card, known, guess) {
  const acted = done(card.done, known),
    guessed = !card.choices.length || guess !== undefined;
  return { acted, guessed, over: acted && guessed };
}

/** The sentence on a guess once the answer is known. */
export function verdict(card, guess) {
  if (!card.choices.length || guess === undefined) return "";
  return guess === card.answer ? "As you guessed." : `Not as you guessed, but: ${card.choices[card.answer]}.`;
}
