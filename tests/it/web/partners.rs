//! A partner sees what it is asked to confirm in somebody else's bid, and nothing else of it.

use serde_json::json;

use super::browser::Web;
use crate::service::award;

#[test]
fn a_partner_confirms_its_part_and_sees_nothing_else() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, bid) = award::bid(&web.t, &round, "burngreave");
    let page = format!("/bid/{bid}");
    let mei = web.signed_in("mei");
    mei.get(&page).is(404);
    let partner = json!({ "organisation": "chinese-elders", "part": "Interpreting, two days a week", "share": 20 });
    web.t.work(&bid, "amina", "partner.invite", partner).unwrap();

    let seen = mei.get(&page).is(200).says("Confirm your part in this bid");
    assert!(
        !seen.body.contains("Amina Yusuf") && !seen.body.contains("/submit"),
        "{}",
        seen.body
    );
    let confirm = format!("{page}/work/partner.confirm");
    let asked = mei.get(&confirm).is(200);
    let asked = asked.says("Interpreting, two days a week").says("20 percent");
    mei.get(&format!("{page}/work/partner.invite")).is(404);
    mei.get(&format!("/task/{instance}/act/drafting/submit")).is(403);
    web.signed_in("hannah").get(&page).is(404);

    let key = asked.hidden("ac-key");
    mei.post(&confirm, &[("ac-key", &key), ("agreed", "yes")]).is(303);
    mei.get(&confirm).is(200).says("You confirmed it on");
}
