// Plain JavaScript, since it speaks before any dependency is installed.

/** Below this (ms) a person does not wonder, so nothing is shown. */
const patience = 2_000;
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const interactive = process.stdout.isTTY === true && process.env.CI === undefined;
const colours = interactive && process.env.NO_COLOR === undefined;

const paint = (code, text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = (text) => paint(1, text);
export const dim = (text) => paint(2, text);
export const green = (text) => paint(32, text);
export const red = (text) => paint(31, text);
export const yellow = (text) => paint(33, text);

/** Milliseconds as a person says them: 0.8 s, 34 s, 2 min 5 s. */
export function duration(ms) {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function say(text = "") {
  process.stdout.write(`${text}\n`);
}

/**
 * Runs some work and shows its name and running time as soon as it takes longer than two seconds.
 * `work` gets a function that changes the name, for work in several parts. With `quiet` the end is left to the caller to tell.
 */
export async function step(title, work, { quiet = false } = {}) {
  const begin = performance.now();
  let current = title;
  let shown;
  let frame = 0;
  const draw = () => {
    const elapsed = performance.now() - begin;
    if (elapsed < patience) return;
    if (interactive) {
      frame = (frame + 1) % frames.length;
      process.stdout.write(`\r\u001b[2K${dim(frames[frame])} ${current} ${dim(duration(elapsed))}`);
    } else if (shown !== current) {
      say(`… ${current}`);
    }
    shown = current;
  };
  const timer = setInterval(draw, interactive ? 100 : 500);
  try {
    const result = await work((next) => (current = next));
    if (shown && interactive) process.stdout.write("\r\u001b[2K");
    if (shown && !quiet) say(`${green("✓")} ${title} ${dim(`(${duration(performance.now() - begin)})`)}`);
    return result;
  } catch (error) {
    if (shown && interactive) process.stdout.write("\r\u001b[2K");
    throw error;
  } finally {
    clearInterval(timer);
  }
}
