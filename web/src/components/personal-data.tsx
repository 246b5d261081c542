import type { PersonalDataCategory } from '#contract';
import type { ReactElement } from 'react';
import { useText } from '../text/text-context.tsx';
import { Tag } from '../ui/tag.tsx';
import classes from './personal-data.module.css';

/** Kinds of personal data, each by its name. */
export function PersonalDataTags({ categories }: { categories: readonly PersonalDataCategory[] }): ReactElement {
  const { t } = useText();
  return (
    <ul className={classes['tags']}>
      {categories.map((category) => (
        <li key={category}>
          <Tag>{t.words.personalData[category]}</Tag>
        </li>
      ))}
    </ul>
  );
}

/** In a table, where there is no room for all of them. */
export function PersonalDataMark({ categories }: { categories: readonly PersonalDataCategory[] }): ReactElement {
  const { t } = useText();
  if (categories.length === 0) return <span className="dim">{t.general.notAvailable}</span>;
  const names = categories.map((each) => t.words.personalData[each]).join(', ');
  return (
    <span className={classes['mark']} title={t.devices.carries(names)}>
      <Tag icon="patient">{categories.length}</Tag>
      <span className="visually-hidden">{t.devices.carries(names)}</span>
    </span>
  );
}
