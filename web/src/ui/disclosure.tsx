import { type ReactElement, type ReactNode, useId } from 'react';
import classes from './disclosure.module.css';
import { Icon } from './icon.tsx';

interface DisclosureProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Also what a screen reader says for the button. */
  readonly summary: ReactNode;
  /** Stands beside the row and is not part of its button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly level?: 1 | 2;
}

/** A row that opens what lies behind it. */
export function Disclosure(props: DisclosureProps): ReactElement {
  const { isOpen, onToggle, summary, aside, children, level = 1 } = props;
  const id = useId();
  return (
    <div className={level === 1 ? classes['row'] : `${classes['row']} ${classes['inner']}`} data-open={isOpen}>
      <div className={classes['head']}>
        <button
          type="button"
          className={classes['button']}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onToggle}
        >
          <span className={classes['chevron']}>
            <Icon name="chevron" size={14} />
          </span>
          {summary}
        </button>
        {aside}
      </div>
      {isOpen && (
        <div id={id} className={classes['body']}>
          {children}
        </div>
      )}
    </div>
  );
}
