// Decides whether the task of a card is done. Pure functions of the card's conditions and the facts of the page.

/** @typedef {{ done: Record<string, string>, choices: string[], answer: number }} Card */

/**
 * Does a text meet a condition?
 * @param {string} condition like ">=5", "=lstm or =gru", "absent"
 * @param {string | undefined} text
 */
export const meets = (condition, text) => condition.split(" or ").some((one) => holds(one, text));

/**
 * @param {string} condition without "or"
 * @param {string | undefined} text
 */
function holds(condition, text) {
  if (condition === "absent") return text === undefined;
  if (text === undefined) return false;
  const [, sign, wanted] = condition.match(/^(>=|<=|!=|=|\^)(.*)$/) ?? [];
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

/**
 * Are all conditions of a card met?
 * @param {Record<string, string>} conditions
 * @param {Record<string, string | undefined>} known parameters of the address and facts
 */
export const done = (conditions, known) =>
  Object.entries(conditions).every(([name, condition]) => meets(condition, known[name]));

/**
 * The state of a card: is it done (acted), guessed, or both (over)?
 * @param {Card} card
 * @param {Record<string, string | undefined>} known parameters of the address and facts
 * @param {number | undefined} guess
 */
export function stateOf(card, known, guess) {
  const acted = done(card.done, known),
    guessed = !card.choices.length || guess !== undefined;
  return { acted, guessed, over: acted && guessed };
}

/**
 * The sentence about a guess after the answer is known.
 * @param {Card} card
 * @param {number | undefined} guess
 */
export function verdict(card, guess) {
  if (!card.choices.length || guess === undefined) return "";
  return guess === card.answer ? "As you guessed." : `Not as you guessed, but: ${card.choices[card.answer]}.`;
}
