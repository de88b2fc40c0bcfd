import { configurations } from './configurations';
import { library } from './library';
import { Target } from './target';

/** All that is attacked, in turn. */
export const TARGETS: readonly Target[] = [configurations as Target, library as Target];
