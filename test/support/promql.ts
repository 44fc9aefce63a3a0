import { parser } from '@prometheus-io/lezer-promql';

/**
 * The names of the metrics that an expression asks for.
 * @throws Error if it is no PromQL
 */
export function metricsIn(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: (node) => {
      if (node.type.isError) throw new Error(`no PromQL at ${node.from}: ${expression}`);
      if (node.name === 'VectorSelector') {
        const name = node.node.getChild('Identifier');
        if (!name) throw new Error(`a selector without a name: ${expression}`);
        names.push(expression.slice(name.from, name.to));
      }
    },
  });
  return names;
}
