const LIST = `

 styles, which no kind of other code may catch. Invented, in the form that the makers print. */
export const ORDINARY_SERIALS: readonly string[] = [
  ...[
, , , , , , , , , , , , ],
  ...[
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    
,
  ],
  ...[
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
  ],
  ...[
    , ,
    , ,
    , ,
    
,
    , ,
    , ,
    , ,
  ],
  ...[
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    
,
    , ,
    , ,
  ],
  ...[
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
  ],
  ...[
    , ,
    
,
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
  ],
  ...[
    , ,
    
,
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
  ],
  ...[
    , ,
    , ,
    , ,
    
,
    , ,
    , ,
    , ,
    , ,
    , ,
  ],
  ...[
    , ,
    , ,
    , ,
    , ,
    , ,
    
,
    , ,
    , ,
    , ,
    , ,
    , ,
  ],
  ...[
    , ,
    , ,
    , ,
    , ,
    , ,
    
,
    , ,
    , ,
    , ,
    , ,
  ],
  ...[
    , ,
    , ,
    , ,
    , ,
    , ,
    , ,
    
,
    , ,
    
`;

/** Serials in makers' styles, which no kind of other code may catch. Invented, in the form that the makers print. */
export const ORDINARY_SERIALS: readonly string[] = LIST.trim().split(/,?\n|, /u);
