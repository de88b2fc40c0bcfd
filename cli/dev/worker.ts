import { Evaluation } from './evaluation';
import { Request, Response, Subject } from './messages';

/**
 * The process that evaluates, apart from the one that serves: what is edited may hang or end it, and a change of the code
 * takes a new one. It ends with the process that has started it.
 */
const subject = JSON.parse(process.argv[2]!) as Subject;
const evaluation = new Evaluation(subject);

// A Ctrl-C in the terminal reaches it, too; the process that has started it says when to end.
(['SIGINT', 'SIGTERM', 'SIGHUP'] as const).forEach((signal) => process.on(signal, () => undefined));
process.on('disconnect', () => process.exit());

process.on('message', (request: Request) => {
  const { id } = request;
  if (request.what !== 'evaluate') {
    const markup =
      request.what === 'ask'
        ? evaluation.answer(request.question, request.cluster)
        : evaluation.resources(request.cluster);
    process.send?.({ id, what: 'answer', markup } satisfies Response);
  } else {
    evaluation.evaluate((response) => process.send?.({ ...response, id } satisfies Response));
  }
});
