/** What people write about to a bicycle shop. `us` marks our lines; the last line is always the customer's. */
export interface Thread {
  readonly category: string;
  /** The closing note. */
  readonly summary: string;
  readonly lines: readonly Line[];
}
export type Line = { readonly them: string } | { readonly us: string };

const them = (text: string): Line => ({ them: text });
const us = (text: string): Line => ({ us: text });

const DELIVERY = { category: 'Delivery', summary: 'Parcel traced with the carrier; promised an update.' };
const REPAIR = { category: 'Repair', summary: 'Workshop has the bike; will write when it is ready.' };
const REFUND = { category: 'Refund', summary: 'Refund approved, up to five working days.' };

const BY_LANGUAGE: Readonly<Record<string, readonly Thread[]>> = {
  en: [
    {
      ...DELIVERY,
      lines: [
        them('Hi, my helmet was due on Monday and it is still not here.'),
        us('Sorry about that! I have asked the carrier to trace it and will write as soon as I hear back.'),
        them('Thanks, please let me know.'),
      ],
    },
    {
      ...REPAIR,
      lines: [
        them('The motor cuts out when I ride uphill. Can you have a look?'),
        us('Bring it in and we will check the firmware and the wiring.'),
        them('Dropped it off this morning. Looking forward to your call!'),
      ],
    },
    {
      ...REFUND,
      lines: [
        them('The pannier does not fit my rack. I would like to send it back.'),
        us('No problem, I have sent you the return label.'),
        them('Parcel is on its way, tracking says tomorrow.'),
      ],
    },
  ],
  de: [
    {
      ...DELIVERY,
      lines: [
        them('Hallo, mein Helm sollte am Montag kommen und ist immer noch nicht da.'),
        us('Das tut mir leid! Ich lasse die Sendung suchen und melde mich, sobald ich mehr weiß.'),
        them('Danke, sagen Sie bitte Bescheid.'),
      ],
    },
    {
      ...REPAIR,
      lines: [
        them('Der Motor setzt am Berg aus. Können Sie sich das ansehen?'),
        us('Bringen Sie das Rad gern vorbei, wir prüfen Software und Kabel.'),
        them('Steht seit heute früh bei Ihnen. Bin gespannt!'),
      ],
    },
    {
      ...REFUND,
      lines: [
        them('Die Tasche passt nicht auf meinen Gepäckträger, ich möchte sie zurückgeben.'),
        us('Kein Problem, das Etikett für die Rücksendung ist unterwegs.'),
        them('Paket ist abgeschickt.'),
      ],
    },
  ],
  fr: [
    {
      ...DELIVERY,
      lines: [
        them('Bonjour, mon casque devait arriver lundi et je n’ai toujours rien reçu.'),
        us('Toutes mes excuses, je lance une recherche auprès du transporteur.'),
        them('Merci, tenez-moi au courant.'),
      ],
    },
    {
      ...REPAIR,
      lines: [
        them('Le moteur se coupe en montée, pouvez-vous regarder ?'),
        us('Passez à l’atelier, nous vérifions le câblage.'),
        them('Je l’ai déposé ce matin.'),
      ],
    },
  ],
  es: [
    {
      ...DELIVERY,
      lines: [
        them('Hola, mi casco tenía que llegar el lunes y todavía no está.'),
        us('Lo siento, ya he pedido a la agencia que lo localice.'),
        them('Gracias, espero noticias.'),
      ],
    },
    {
      ...REFUND,
      lines: [
        them('La alforja no encaja, quiero devolverla.'),
        us('Sin problema, le he enviado la etiqueta.'),
        them('Enviada, ¿cuándo recibo el reembolso?'),
      ],
    },
  ],
  it: [
    {
      ...REPAIR,
      lines: [
        them('Il motore si spegne in salita, potete controllare?'),
        us('La porti in officina, controlliamo i cavi.'),
        them('L’ho lasciata stamattina, grazie!'),
      ],
    },
    {
      ...DELIVERY,
      lines: [
        them('Buongiorno, il casco doveva arrivare lunedì.'),
        us('Mi scuso, ho chiesto al corriere di rintracciarlo.'),
        them('Grazie, mi faccia sapere.'),
      ],
    },
  ],
  pt: [
    {
      ...DELIVERY,
      lines: [
        them('Oi, meu capacete era para chegar segunda e até agora nada.'),
        us('Desculpe! Já pedi o rastreio à transportadora.'),
        them('Obrigado, fico no aguardo.'),
      ],
    },
  ],
  pl: [
    {
      ...REPAIR,
      lines: [
        them('Silnik wyłącza się pod górę, czy możecie to sprawdzić?'),
        us('Proszę przywieźć rower, sprawdzimy okablowanie.'),
        them('Zostawiłem dziś rano, czekam na telefon.'),
      ],
    },
  ],
  cs: [
    {
      ...DELIVERY,
      lines: [
        them('Dobrý den, helma měla přijít v pondělí a pořád nic.'),
        us('Omlouvám se, zásilku necháme dohledat.'),
        them('Děkuji, dejte vědět.'),
      ],
    },
  ],
  sv: [
    {
      ...DELIVERY,
      lines: [
        them('Hej, min hjälm skulle komma i måndags.'),
        us('Jag ber om ursäkt, vi spårar paketet.'),
        them('Tack, hör gärna av er.'),
      ],
    },
  ],
  tr: [
    {
      ...REPAIR,
      lines: [
        them('Yokuşta motor kapanıyor, bakabilir misiniz?'),
        us('Getirin lütfen, kabloları kontrol edelim.'),
        them('Bu sabah bıraktım, teşekkürler.'),
      ],
    },
  ],
  ru: [
    {
      ...DELIVERY,
      lines: [
        them('Здравствуйте, шлем должен был прийти в понедельник, его всё ещё нет.'),
        us('Извините, мы уже ищем посылку.'),
        them('Спасибо, жду новостей.'),
      ],
    },
  ],
  uk: [
    {
      ...REFUND,
      lines: [
        them('Сумка не підходить до багажника, хочу повернути.'),
        us('Без проблем, надіслали вам етикетку.'),
        them('Відправила сьогодні.'),
      ],
    },
  ],
  el: [
    {
      ...DELIVERY,
      lines: [
        them('Καλησπέρα, το κράνος έπρεπε να έρθει τη Δευτέρα.'),
        us('Συγγνώμη, το αναζητούμε με τη μεταφορική.'),
        them('Ευχαριστώ, περιμένω νέα σας.'),
      ],
    },
  ],
  ar: [
    {
      ...DELIVERY,
      lines: [
        them('مرحبا، كان من المفترض أن تصل الخوذة يوم الاثنين ولم تصل بعد.'),
        us('نعتذر، طلبنا من شركة الشحن البحث عنها.'),
        them('شكرا، أنتظر ردكم.'),
      ],
    },
  ],
  vi: [
    {
      ...REPAIR,
      lines: [
        them('Xe lên dốc thì động cơ tắt, bên mình xem giúp nhé?'),
        us('Anh chị mang xe qua xưởng để kiểm tra dây điện ạ.'),
        them('Mình gửi sáng nay rồi, cảm ơn!'),
      ],
    },
  ],
  zh: [
    {
      ...DELIVERY,
      lines: [
        them('你好，头盔本来周一到，现在还没收到。'),
        us('非常抱歉，我们已经请快递查件。'),
        them('好的，有消息请告诉我，谢谢。'),
      ],
    },
    {
      ...REPAIR,
      lines: [
        them('上坡的时候电机会停，可以看一下吗？'),
        us('请把车送到店里，我们检查线路。'),
        them('今天早上已经送过去了。'),
      ],
    },
  ],
  ja: [
    {
      ...DELIVERY,
      lines: [
        them('ヘルメットが月曜日に届く予定でしたが、まだ届きません。'),
        us('申し訳ございません。配送会社に確認しております。'),
        them('ありがとうございます。ご連絡お待ちしています。'),
      ],
    },
  ],
  ko: [
    {
      ...REPAIR,
      lines: [
        them('오르막에서 모터가 꺼져요. 봐주실 수 있나요?'),
        us('매장으로 가져오시면 배선을 점검해 드릴게요.'),
        them('오늘 아침에 맡겼어요. 감사합니다!'),
      ],
    },
  ],
};

/** The threads in a language (BCP 47); English where there are none. */
export function threadsIn(language: string): readonly Thread[] {
  return BY_LANGUAGE[language.split('-')[0] ?? ''] ?? BY_LANGUAGE.en ?? [];
}
