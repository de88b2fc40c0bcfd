import { Planned, Subject, Synthesized } from './messages';
import { Planner } from './planner';

/** The process that plans. It ends with the process that has started it, and leaves nothing running. */
const subject = JSON.parse(process.argv[2]!) as Subject;
const tell = (planned: Planned): void => void process.send?.(planned);
const planner = new Planner({
  subject,
  show: (markup) => tell({ markup }),
  onWrong: (problems) => tell({ problems }),
  print: (text) => tell({ text }),
});

// A Ctrl-C in the terminal reaches it, too; the process that has started it says when to end.
(['SIGINT', 'SIGTERM', 'SIGHUP'] as const).forEach((signal) => process.on(signal, () => undefined));
process.on('disconnect', () => void planner.stop().finally(() => process.exit()));

process.on('message', (synthesized: Synthesized) => planner.plan(synthesized));
