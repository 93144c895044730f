import { Fragment, type JSX } from 'preact';

/** Short facts on one line, which may be broken between them only. */
export const Facts = ({ facts }: { facts: string[] }): JSX.Element | null =>
  facts.length === 0 ? null : (
    <p class="facts">
      {facts.map((fact, index) => (
        <Fragment key={index}>
          {index > 0 && ' · '}
          <bdi class="fact">{fact}</bdi>
        </Fragment>
      ))}
    </p>
  );
