"""Divisions by name and year, and the places that names begin with."""

import importlib.util
from pathlib import Path

from archive.report.divisions import find_code, find_divisions, has_parts, load_table, path_names, read_place


def codes(name: str, year: int | None) -> list[str]:
    return [division.code for division in find_divisions(name, year)]


def test_a_name_gives_the_code_valid_in_the_year() -> None:
    assert codes("浑江区", 2017) == codes("八道江区", 2009) == ["220602"]
    assert codes("徐水县", 2012) == ["130625"]
    assert codes("徐水区", 2020) == ["130609"]


def test_a_name_of_another_time_is_found_all_the_same() -> None:
    assert codes("浑江区", 2008) == ["220602"]
    assert codes("赣县区", 2012) == ["360704"]


def test_a_year_behind_the_table_is_answered_with_its_last() -> None:
    assert codes("滨湖区", load_table().last_year + 30) == ["320211"]


def test_a_shared_name_gives_all_who_share_it() -> None:
    assert codes("鼓楼区", 2020) == ["320106", "320302", "350102", "410204"]
    assert codes("福州市鼓楼区", 2020) == ["350102"]


def test_short_names_are_found() -> None:
    assert codes("滨湖", 2020) == ["320211"]
    assert codes("恩施州", 2020) == ["422800"]
    assert codes("广西", 2020) == ["450000"]
    assert codes("北京朝阳区", 2020) == ["110105"]


def test_what_is_no_division_gives_none() -> None:
    assert find_divisions("", None) == find_divisions("民政局", 2020) == find_divisions("鼓楼街", 2020) == ()


def test_the_path_runs_from_the_province_down() -> None:
    assert path_names(find_divisions("浑江区", 2017)[0]) == ("吉林省", "白山市", "浑江区")
    assert path_names(find_divisions("浦东新区", 2017)[0]) == ("上海市", "浦东新区")


def test_a_place_is_read_from_the_beginning_of_a_name() -> None:
    units, rest = read_place("西安市雁塔区城市管理局", 2018)
    assert ([unit.code for unit in units], rest) == (["610113"], "城市管理局")
    assert read_place("江口镇人民政府", 2018) == ((), "江口镇人民政府")


def test_a_short_name_counts_only_where_a_place_in_it_follows() -> None:
    assert [unit.code for unit in read_place("无锡滨湖区民政局", 2020)[0]] == ["320211"]
    assert read_place("无锡民政局", 2020)[0] == ()


def test_codes_give_their_division_and_some_prefectures_have_no_counties() -> None:
    dongguan = find_code("441900", 2020)
    nanjing = find_code("320100", 2020)
    assert dongguan is not None and nanjing is not None
    assert (dongguan.name, has_parts(dongguan, 2020), has_parts(nanjing, 2020)) == ("东莞市", False, True)
    assert find_code("999999") is None


def test_every_unit_has_its_parent_in_the_table() -> None:
    table = load_table()
    for units in table.by_code.values():
        for unit in units:
            assert unit.parent is None or find_code(unit.parent, unit.last), unit
            assert unit.first <= unit.last


def test_the_table_is_folded_from_a_row_a_year() -> None:
    file = Path(__file__).parents[1] / "scripts" / "make_divisions.py"
    spec = importlib.util.spec_from_file_location("make_divisions", file)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    row = {"province_adcode": "310000", "province_name": "上海市", "province_short": "上海", "province_id": "310000"}
    row |= {"city_adcode": "310100", "city_name": "市辖区", "city_short": "市辖区", "city_id": "310100"}
    row |= {"county_adcode": "310115", "county_name": "浦东新区", "county_short": "浦东新", "county_id": "310115"}
    units = script.read_units([row | {"year": year} for year in ("1992", "1993", "1995")])
    assert {unit.code: (unit.parent, sorted(years)) for unit, years in units.items()} == {
        "310000": ("", [1992, 1993, 1995]),
        "310115": ("310000", [1992, 1993, 1995]),
    }
    assert list(script.fold_years([1992, 1993, 1995])) == [(1992, 1993), (1995, 1995)]
