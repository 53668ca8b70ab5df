"""A few providers as genai-prices writes them."""

providers: list[Provider] = [
    Provider(
        id='maker',
        name='Maker',  # a comment
        models=[
            ModelInfo(
                id='wise',
                match=ClauseOr(or_=[ClauseEquals(equals='wise'), ClauseRegex(regex='^wise-\\d{8}$')]),
                name='Wise',
                context_window=100_000,
                prices=[
                    ConditionalPrice(prices=ModelPrice(input_mtok=Decimal('2'), output_mtok=Decimal('8'))),
                    ConditionalPrice(
                        constraint=StartDateConstraint(start_date=datetime.date(2026, 6, 1)),
                        prices=ModelPrice(
                            input_mtok=TieredPrices(base=Decimal('1'), tiers=[Tier(start=50000, price=Decimal('3'))]),
                            output_mtok=Decimal('4'),
                            web_searches_kcount=Decimal('10'),
                        ),
                    ),
                ],
            ),
            ModelInfo(
                id='free-of-charge',
                match=ClauseEquals(equals='free-of-charge'),
                prices=ModelPrice(input_mtok=Decimal('0'), output_mtok=Decimal('0')),
            ),
            ModelInfo(
                id='embed',
                match=ClauseStartsWith(starts_with='embed'),
                prices=ModelPrice(input_mtok=Decimal('0.02')),
            ),
        ],
    ),
    Provider(
        id='host',
        name="It's a host",
        models=[
            ModelInfo(
                id='wise',
                match=ClauseContains(contains='wise'),
                prices=ModelPrice(input_mtok=Decimal('1'), output_mtok=Decimal('4')),
            ),
            ModelInfo(
                id='dear',
                match=ClauseEquals(equals='dear'),
                prices=ModelPrice(input_mtok=Decimal('70000'), output_mtok=Decimal('4')),
            ),
        ],
    ),
]
