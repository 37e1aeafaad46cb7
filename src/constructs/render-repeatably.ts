import { IConstruct } from 'constructs';

/**
 * Makes the rendering of a cdk8s-plus workload give the same each time. Where `spread` is set, each rendering of
 * cdk8s-plus adds the same anti-affinity terms once more to the workload; here only the first does.
 */
export function renderRepeatably<T>(workload: IConstruct, render: () => T): () => T {
  const scheduled = workload as { spread?: boolean };
  let rendered = false;
  return () => {
    const { spread } = scheduled;
    if (!rendered || !spread) {
      const result = render();
      rendered = true;
      return result;
    }
    scheduled.spread = false;
    try {
      return render();
    } finally {
      scheduled.spread = spread;
    }
  };
}
