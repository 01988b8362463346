import { type ComponentProps, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { FollowUp } from './FollowUp.js';

export type Props = ComponentProps<typeof FollowUp>;

export function mount(target: HTMLElement): { show(props: Props): void; unmount(): void } {
  const root = createRoot(target);
  return {
    show: (props) =>
      root.render(
        <StrictMode>
          <FollowUp {...props} />
        </StrictMode>,
      ),
    unmount: () => root.unmount(),
  };
}
