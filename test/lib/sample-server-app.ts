import { AadServerApp, AadServerAppProps } from '../../lib';
import { synth } from './synth';

export const ID = '11111111-2222-3333-4444-555555555555';

export function synthApp(props: Partial<AadServerAppProps> = {}): ReturnType<typeof synth> {
  return synth((stack) => {
    new AadServerApp(stack, 'Server', { displayName: 'AKSAzureADServer', ...props });
  });
}
