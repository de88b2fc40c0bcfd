import { Command, command } from '../command';
import { SHELLS } from './shells';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

/** @param commands what is completed, which this command is one of */
export const completion = (commands: () => Readonly<Record<string, Command>>): Command =>
  command({
    does: 'prints what completes this command line in a shell',
    usage: [
      ['source <(cdktf-aks-aad completion bash)', 'in ~/.bashrc'],
      ['source <(cdktf-aks-aad completion zsh)', 'in ~/.zshrc, after compinit'],
      ['cdktf-aks-aad completion fish | source', 'in ~/.config/fish/config.fish'],
    ],
    notes:
      'It completes the command cdktf-aks-aad, which must be on the PATH: installed with npm install --global, or in a ' +
      'project with PATH=./node_modules/.bin:$PATH.',
    words: [`<${SHELLS.join('|')}>`],
    options: {},
    run: (input) => load().run(input.words[0]!, commands()),
  });
