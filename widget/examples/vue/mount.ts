import { createApp, h, shallowReactive } from 'vue';
import FollowUp from './FollowUp.vue';

export function mount(target: HTMLElement): { show(props: object): void; unmount(): void } {
  const props = shallowReactive({});
  const app = createApp(() => h(FollowUp, props as never));
  let mounted = false;
  return {
    show(next) {
      Object.assign(props, next);
      if (!mounted) app.mount(target);
      mounted = true;
    },
    unmount: () => app.unmount(),
  };
}
