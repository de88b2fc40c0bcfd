import { parse } from '../../cli/parse';
import { rehearse } from '../../cli/rehearse/command';
import { QuestionWords } from '../../rehearsal/access/access';

/** A question as the command line takes it, word by word. */
export function asked(question: readonly string[]): QuestionWords {
  const { values, words } = parse('rehearse', rehearse, ['can-i', ...question]).input;
  const { namespace, subresource, cluster } = values as unknown as Record<string, string | undefined>;

  return {
    words,
    namespace,
    subresource,
    clusterName: cluster,
    allNamespaces: Boolean(values['all-namespaces']),
    activated: Boolean(values.activated),
  };
}
