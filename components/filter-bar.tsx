import type { JSX } from 'preact';
import { FILTERS, type Filter } from '../lib/ui/filter-rows';
import type { Language } from '../lib/ui/language';
import { Icon } from './icon';

interface Props {
  words: string;
  filter: Filter;
  language: Language;
  onSearch: (words: string) => void;
  onFilter: (filter: Filter) => void;
}

export const FilterBar = ({ words, filter, language, onSearch, onFilter }: Props): JSX.Element => (
  <search class="filters">
    <label class="search">
      <Icon name="search" />
      <span class="unseen">{language.text('search')}</span>
      <input type="search" placeholder={language.text('search')} value={words} onInput={({ currentTarget }) => onSearch(currentTarget.value)} />
    </label>
    <fieldset class="choices">
      <legend class="unseen">{language.text('filterLegend')}</legend>
      {FILTERS.map((choice) => (
        <label key={choice.filter} class="choice">
          <input type="radio" name="filter" checked={choice.filter === filter} onChange={() => onFilter(choice.filter)} />
          <span>{language.text(choice.label)}</span>
        </label>
      ))}
    </fieldset>
  </search>
);
