//! The tables, as both databases have them. The parity tests compare this with the migrations.
#![expect(missing_docs, reason = "the columns are described in the migrations and in the rows")]

diesel::table! {
    alliance (id) {
        id -> Text,
        short_name -> Text,
        name -> Text,
        data -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    subject (id) {
        id -> Text,
        alliance_id -> Text,
        kind -> Text,
        reference -> Nullable<Text>,
        title -> Text,
        parent_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        person_id -> Nullable<Text>,
        data -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    instance (id) {
        id -> Text,
        alliance_id -> Text,
        subject_id -> Text,
        workflow -> Text,
        definition -> Text,
        parent_id -> Nullable<Text>,
        brood -> Nullable<Text>,
        child_key -> Nullable<Text>,
        seq -> BigInt,
        status -> Text,
        outcome -> Nullable<Text>,
        snapshot -> Text,
        started_at -> Timestamp,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    journal (alliance_id, position) {
        alliance_id -> Text,
        position -> BigInt,
        scope -> Text,
        seq -> Nullable<BigInt>,
        at -> Timestamp,
        body -> Text,
        request_key -> Nullable<Text>,
        request_hash -> Nullable<Text>,
        answer -> Nullable<Text>,
        leaf -> Text,
    }
}

diesel::table! {
    log_head (alliance_id) {
        alliance_id -> Text,
        size -> BigInt,
        leaf -> Text,
        frontier -> Text,
    }
}

diesel::table! {
    checkpoint (alliance_id, size) {
        alliance_id -> Text,
        size -> BigInt,
        root -> Text,
        note -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    task (instance_id, id) {
        instance_id -> Text,
        id -> Text,
        alliance_id -> Text,
        state -> Text,
        event -> Text,
        kind -> Text,
        roles -> Text,
        person_id -> Nullable<Text>,
        status -> Text,
        result -> Nullable<Text>,
        opened_at -> Timestamp,
        due_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    task_role (alliance_id, role, instance_id, task_id) {
        alliance_id -> Text,
        role -> Text,
        instance_id -> Text,
        task_id -> Text,
        organisation_id -> Text,
        undated -> Bool,
        due_at -> Nullable<Timestamp>,
        opened_at -> Timestamp,
    }
}

diesel::table! {
    timer (instance_id, id) {
        instance_id -> Text,
        id -> Text,
        alliance_id -> Text,
        due_at -> Nullable<Timestamp>,
        armed -> BigInt,
        attempts -> Integer,
        retry_at -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    outbox (key) {
        key -> Text,
        alliance_id -> Text,
        instance_id -> Nullable<Text>,
        kind -> Text,
        recipient -> Text,
        payload -> Text,
        template -> Nullable<Text>,
        then_event -> Nullable<Text>,
        status -> Text,
        attempts -> Integer,
        place -> Integer,
        created_at -> Timestamp,
        next_at -> Timestamp,
        lease_owner -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        rendered -> Nullable<Binary>,
        last_error -> Nullable<Text>,
        done_at -> Nullable<Timestamp>,
        fed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    delivery (outbox_key, attempt) {
        outbox_key -> Text,
        attempt -> Integer,
        alliance_id -> Text,
        recipient -> Text,
        message_id -> Nullable<Text>,
        result -> Text,
        detail -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    submission (id) {
        id -> Text,
        alliance_id -> Text,
        instance_id -> Text,
        form -> Text,
        person_id -> Text,
        organisation_id -> Nullable<Text>,
        answers -> Nullable<Text>,
        reason -> Nullable<Text>,
        salt -> Text,
        hash -> Text,
        sealed -> Bool,
        envelope -> Nullable<Text>,
        at -> Timestamp,
        seq -> BigInt,
        code_alone -> Bool,
    }
}

diesel::table! {
    document (id) {
        id -> Text,
        alliance_id -> Text,
        subject_id -> Nullable<Text>,
        instance_id -> Nullable<Text>,
        outbox_key -> Nullable<Text>,
        kind -> Text,
        template -> Text,
        reference -> Text,
        version -> Integer,
        title -> Text,
        hash -> Text,
        html_key -> Text,
        pdf_key -> Nullable<Text>,
        data_key -> Nullable<Text>,
        readers -> Text,
        flagged -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    blob (hash) {
        hash -> Text,
        kind -> Text,
        body -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    certificate (definition) {
        definition -> Text,
        workflow -> Text,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    counter (alliance_id, name) {
        alliance_id -> Text,
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    incident (id) {
        id -> Text,
        alliance_id -> Text,
        instance_id -> Nullable<Text>,
        what -> Text,
        detail -> Text,
        at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<Text>,
        outbox_key -> Nullable<Text>,
        mend -> Nullable<Text>,
    }
}

diesel::table! {
    job (name) {
        name -> Text,
        last_at -> Nullable<Timestamp>,
        lease_owner -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    clock (id) {
        id -> Integer,
        offset_us -> BigInt,
        high_water -> Timestamp,
    }
}

diesel::joinable!(subject -> alliance (alliance_id));
diesel::joinable!(instance -> subject (subject_id));
diesel::joinable!(task -> instance (instance_id));
diesel::joinable!(timer -> instance (instance_id));
diesel::joinable!(document -> subject (subject_id));

diesel::allow_tables_to_appear_in_same_query!(
    alliance,
    subject,
    instance,
    journal,
    log_head,
    checkpoint,
    task,
    task_role,
    timer,
    outbox,
    delivery,
    submission,
    document,
    blob,
    certificate,
    counter,
    incident,
    job,
    clock,
);

diesel::table! {
    organisation (id) {
        id -> Text,
        alliance_id -> Text,
        handle -> Text,
        name -> Text,
        kind -> Text,
        income_band -> Nullable<Text>,
        community_led -> Bool,
        email -> Nullable<Text>,
        profile -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    person (id) {
        id -> Text,
        handle -> Text,
        name -> Text,
        first_name -> Text,
        email -> Nullable<Text>,
        channel -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    membership (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        organisation_id -> Text,
        position -> Text,
        lead_contact -> Bool,
        since -> Timestamp,
        until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    appointment (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        role -> Text,
        scope_kind -> Text,
        scope_id -> Text,
        since -> Timestamp,
        until -> Nullable<Timestamp>,
        reason -> Text,
        appointed_by -> Nullable<Text>,
    }
}

diesel::table! {
    delegation (id) {
        id -> Text,
        alliance_id -> Text,
        principal_id -> Text,
        delegate_id -> Text,
        since -> Timestamp,
        until -> Timestamp,
        reason -> Text,
    }
}

diesel::table! {
    interest (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        about_kind -> Text,
        about_id -> Text,
        what -> Text,
        declared_at -> Timestamp,
        until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    instance_link (instance_id, link) {
        instance_id -> Text,
        link -> Text,
        target_id -> Text,
    }
}

diesel::table! {
    obligation (id) {
        id -> Text,
        alliance_id -> Text,
        subject_id -> Text,
        instance_id -> Text,
        gate -> Text,
        what -> Text,
        person_id -> Nullable<Text>,
        submission_id -> Nullable<Text>,
        made_at -> Timestamp,
        met_at -> Nullable<Timestamp>,
        met_by -> Nullable<Text>,
        evidence -> Nullable<Text>,
        proposal -> Nullable<Integer>,
        owner_id -> Nullable<Text>,
        due_on -> Nullable<Text>,
        word -> Nullable<Text>,
        word_says -> Nullable<Text>,
        word_at -> Nullable<Timestamp>,
        later_word -> Nullable<Text>,
        later_says -> Nullable<Text>,
        later_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    promise_file (upload_id) {
        upload_id -> Text,
        promise_id -> Text,
        title -> Text,
        added_at -> Timestamp,
    }
}

diesel::table! {
    section (id) {
        id -> Text,
        alliance_id -> Text,
        subject_id -> Text,
        position -> Integer,
        heading -> Text,
        text -> Text,
        revision -> Integer,
        removed -> Bool,
        edited_by -> Text,
        edited_at -> Timestamp,
        part -> Text,
        code -> Nullable<Text>,
    }
}

diesel::table! {
    section_revision (section_id, revision) {
        section_id -> Text,
        revision -> Integer,
        heading -> Text,
        text -> Text,
        removed -> Bool,
        why -> Text,
        edited_by -> Text,
        edited_at -> Timestamp,
    }
}

diesel::table! {
    comment (id) {
        id -> Text,
        alliance_id -> Text,
        subject_id -> Text,
        section_id -> Text,
        revision -> Integer,
        paragraph -> Integer,
        quote -> Text,
        text -> Text,
        person_id -> Text,
        house -> Nullable<Text>,
        made_at -> Timestamp,
        disposition -> Nullable<Text>,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        content_with_answer -> Nullable<Bool>,
        changed_section -> Nullable<Text>,
        unhappy_because -> Nullable<Text>,
        way -> Nullable<Text>,
        same_as -> Nullable<Text>,
        number -> Integer,
    }
}

diesel::table! {
    comment_reply (id) {
        id -> Text,
        alliance_id -> Text,
        subject_id -> Text,
        comment_id -> Text,
        person_id -> Text,
        house -> Nullable<Text>,
        text -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    reply_address (token) {
        token -> Text,
        alliance_id -> Text,
        person_id -> Text,
        subject_id -> Text,
        permit -> Text,
        about -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    message_in (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Nullable<Text>,
        subject_id -> Nullable<Text>,
        sealed -> Text,
        because -> Text,
        came_at -> Timestamp,
        mark -> Text,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    hidden_words (what_id) {
        what_id -> Text,
        alliance_id -> Text,
        subject_id -> Text,
        because -> Text,
        hidden_by -> Text,
        hidden_at -> Timestamp,
    }
}

diesel::table! {
    hiding_asked (what_id) {
        what_id -> Text,
        alliance_id -> Text,
        subject_id -> Text,
        because -> Text,
        asked_by -> Text,
        asked_at -> Timestamp,
    }
}

diesel::table! {
    section_words (section_id, format, number) {
        section_id -> Text,
        format -> Text,
        number -> Integer,
        text -> Text,
        of_revision -> Integer,
        edited_by -> Text,
        edited_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(section, section_revision);
diesel::allow_tables_to_appear_in_same_query!(section, section_words);
diesel::allow_tables_to_appear_in_same_query!(person, appointment, membership);

diesel::table! {
    lot (id) {
        id -> Text,
        alliance_id -> Text,
        round_id -> Text,
        position -> Integer,
        code -> Text,
        name -> Text,
        yearly_value -> Nullable<BigInt>,
        cover_plan -> Nullable<Text>,
        data -> Text,
    }
}

diesel::table! {
    question (id) {
        id -> Text,
        alliance_id -> Text,
        round_id -> Text,
        position -> Integer,
        code -> Text,
        weight -> Integer,
        max_words -> Integer,
        out_of -> Integer,
        minimum -> Nullable<Integer>,
        house -> Nullable<Text>,
        proposed_by -> Nullable<Text>,
        data -> Text,
    }
}

diesel::table! {
    seat (id) {
        id -> Text,
        alliance_id -> Text,
        round_id -> Text,
        person_id -> Text,
        role -> Text,
        appointment_id -> Text,
        named_by -> Text,
        named_as -> Text,
        data -> Text,
        since -> Timestamp,
        until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    bid (id) {
        id -> Text,
        alliance_id -> Text,
        round_id -> Text,
        organisation_id -> Text,
        number -> Integer,
        draft -> Nullable<Text>,
        opened_at -> Nullable<Timestamp>,
        lots -> Text,
        eligible -> Nullable<Bool>,
        eligibility_reason -> Text,
        checked_by -> Nullable<Text>,
        checked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    partner (bid_id, organisation_id) {
        bid_id -> Text,
        organisation_id -> Text,
        alliance_id -> Text,
        part -> Text,
        share -> Integer,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    score (submission_id, bid_id, question_id, lot) {
        submission_id -> Text,
        bid_id -> Text,
        question_id -> Text,
        alliance_id -> Text,
        round_id -> Text,
        evaluation_id -> Nullable<Text>,
        person_id -> Text,
        place -> BigInt,
        marks -> Integer,
        reason -> Text,
        dissent -> Text,
        at -> Timestamp,
        lot -> Text,
    }
}

diesel::table! {
    offer (round_id, lot_id) {
        round_id -> Text,
        lot_id -> Text,
        alliance_id -> Text,
        bid_id -> Nullable<Text>,
        data -> Text,
    }
}

diesel::table! {
    subscription (id) {
        id -> Text,
        alliance_id -> Text,
        address -> Text,
        name -> Text,
        topics -> Text,
        wanted -> Text,
        stop_key -> Text,
        code_hash -> Nullable<Text>,
        code_until -> Nullable<Timestamp>,
        tries -> Integer,
        codes -> Integer,
        asked_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    session (id) {
        id -> Text,
        token -> Text,
        person_id -> Text,
        alliance_id -> Text,
        acting_for -> Nullable<Text>,
        browser -> Text,
        begun_at -> Timestamp,
        seen_at -> Timestamp,
        ends_at -> Timestamp,
        factor_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_code (id) {
        id -> Text,
        address -> Text,
        person_id -> Nullable<Text>,
        code -> Text,
        asked_at -> Timestamp,
        expires_at -> Timestamp,
        tries -> Integer,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    factor (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        secret -> Text,
        made_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        last_step -> BigInt,
        failures -> Integer,
        locked_until -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    spare_code (factor_id, number) {
        factor_id -> Text,
        number -> Integer,
        code -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    invitation (id) {
        id -> Text,
        token -> Text,
        alliance_id -> Text,
        person_id -> Text,
        invited_by -> Text,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    upload (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        instance_id -> Text,
        name -> Text,
        kind -> Text,
        size -> BigInt,
        hash -> Text,
        stored -> Text,
        sent_at -> Timestamp,
        checked -> Text,
        found -> Nullable<Text>,
        slip -> Nullable<Text>,
        locked_in -> Nullable<Text>,
    }
}

diesel::table! {
    heartbeat (id) {
        id -> Integer,
        at -> Timestamp,
    }
}

diesel::table! {
    outage (id) {
        id -> Text,
        since -> Timestamp,
        until -> Timestamp,
    }
}

diesel::table! {
    beginning (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        acting_for -> Nullable<Text>,
        workflow -> Text,
        above_id -> Text,
        answers -> Text,
        begun_at -> Timestamp,
        saved_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        instance_id -> Nullable<Text>,
    }
}

diesel::table! {
    recording (id) {
        id -> Text,
        alliance_id -> Text,
        instance_id -> Text,
        person_id -> Text,
        place -> Text,
        title -> Text,
        answers -> Text,
        way -> Text,
        said_on -> Text,
        read_back -> Bool,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Timestamp,
        status -> Text,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Timestamp>,
        because -> Nullable<Text>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    draft (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        acting_for -> Nullable<Text>,
        instance_id -> Text,
        place -> Text,
        answers -> Text,
        seen -> BigInt,
        begun_at -> Timestamp,
        saved_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        answer -> Nullable<Text>,
        base -> Nullable<Text>,
    }
}

diesel::table! {
    left_form (id) {
        id -> Text,
        browser -> Text,
        mark -> Text,
        sealed -> Text,
        kept_at -> Timestamp,
    }
}

diesel::table! {
    kept_form (id) {
        id -> Text,
        person_id -> Text,
        path -> Text,
        sealed -> Text,
        kept_at -> Timestamp,
    }
}

diesel::table! {
    api_switch (alliance_id) {
        alliance_id -> Text,
        is_on -> Bool,
        changed_by -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    api_token (id) {
        id -> Text,
        token -> Text,
        alliance_id -> Text,
        person_id -> Text,
        name -> Text,
        reach -> Text,
        kind -> Nullable<Text>,
        subject_id -> Nullable<Text>,
        with_factor -> Bool,
        made_at -> Timestamp,
        ends_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    api_answer (person_id, key) {
        person_id -> Text,
        key -> Text,
        hash -> Text,
        begun_at -> Timestamp,
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    webhook (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        url -> Text,
        kinds -> Text,
        secret -> Text,
        old_secret -> Nullable<Text>,
        old_until -> Nullable<Timestamp>,
        position -> BigInt,
        made_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(bid, organisation, partner);

diesel::table! {
    wish (person_id) {
        person_id -> Text,
        news -> Text,
        unwanted -> Text,
        quiet -> Bool,
        telephone -> Nullable<Text>,
        calendar -> Nullable<Text>,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    held_letter (outbox_key) {
        outbox_key -> Text,
        alliance_id -> Text,
        person_id -> Text,
        due_at -> Timestamp,
    }
}

diesel::table! {
    access_need (alliance_id, person_id) {
        alliance_id -> Text,
        person_id -> Text,
        chosen -> Text,
        says -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    address_change (person_id) {
        person_id -> Text,
        address -> Text,
        code -> Text,
        asked_at -> Timestamp,
        expires_at -> Timestamp,
        tries -> Integer,
        codes -> Integer,
    }
}

diesel::table! {
    data_request (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        says -> Text,
        incident_id -> Text,
        asked_at -> Timestamp,
    }
}

diesel::table! {
    profile_version (organisation_id, version) {
        organisation_id -> Text,
        version -> BigInt,
        alliance_id -> Text,
        answers -> Text,
        person_id -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    call_back (id) {
        id -> Text,
        alliance_id -> Text,
        bid_id -> Text,
        person_id -> Text,
        number -> Text,
        spoken_to -> Text,
        answer -> Text,
        note -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    waiting_change (id) {
        id -> Text,
        alliance_id -> Text,
        body -> Text,
        asked_by -> Text,
        asked_at -> Timestamp,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Timestamp>,
        outcome -> Nullable<Text>,
        hand -> Nullable<Text>,
    }
}

diesel::table! {
    person_change (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        what -> Text,
        appointment_id -> Nullable<Text>,
        done_by -> Text,
        hand -> Text,
        confirmed_by -> Nullable<Text>,
        done_at -> Timestamp,
    }
}

diesel::table! {
    incident_reason (incident_id) {
        incident_id -> Text,
        because -> Text,
    }
}

diesel::table! {
    concern (id) {
        id -> Text,
        alliance_id -> Text,
        way -> Text,
        role -> Text,
        person_id -> Text,
        named -> Bool,
        text -> Text,
        raised_at -> Timestamp,
        taken_by -> Nullable<Text>,
        taken_at -> Nullable<Timestamp>,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    organisation_file (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        name -> Text,
        sealed -> Nullable<Text>,
        sent_at -> Timestamp,
        done_at -> Nullable<Timestamp>,
        added -> BigInt,
        changed -> BigInt,
        left_out -> BigInt,
    }
}

diesel::table! {
    running_file (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        name -> Text,
        sealed -> Nullable<Text>,
        sent_at -> Timestamp,
        done_at -> Nullable<Timestamp>,
        contracts -> BigInt,
        posts -> BigInt,
        returns -> BigInt,
    }
}

diesel::table! {
    payment_run (id) {
        id -> Text,
        alliance_id -> Text,
        reference -> Text,
        made_by -> Text,
        made_at -> Timestamp,
        paid_on -> Nullable<Text>,
        paid_by -> Nullable<Text>,
        recorded_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    payment_line (claim_id) {
        claim_id -> Text,
        run_id -> Text,
        instance_id -> Text,
        person_id -> Text,
        pence -> BigInt,
        expenses -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(payment_run, payment_line);

diesel::table! {
    payment_run_step (id) {
        id -> Text,
        run_id -> Text,
        done -> Text,
        claim_id -> Nullable<Text>,
        marked -> Bool,
        by_person -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    pay_detail (person_id) {
        person_id -> Text,
        alliance_id -> Text,
        sealed -> Text,
        changed_at -> Timestamp,
        replaces -> Bool,
    }
}

diesel::table! {
    pay_detail_opening (id) {
        id -> Text,
        person_id -> Text,
        run_id -> Text,
        opened_by -> Text,
        opened_at -> Timestamp,
    }
}

diesel::table! {
    weekly_cap (person_id) {
        person_id -> Text,
        alliance_id -> Text,
        pence -> BigInt,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    account_written (id) {
        id -> Text,
        alliance_id -> Text,
        person_id -> Text,
        sealed -> Text,
        way -> Text,
        asked_by -> Text,
        asked_at -> Timestamp,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Timestamp>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    public_name (alliance_id, person_id) {
        alliance_id -> Text,
        person_id -> Text,
        screen -> Nullable<Text>,
        author -> Nullable<Text>,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    self_description (mark) {
        mark -> Text,
        alliance_id -> Text,
        sealed -> Text,
    }
}

diesel::table! {
    belonging (name) {
        name -> Text,
        mark -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    person_key (person_id) {
        person_id -> Text,
        alliance_id -> Text,
        sealed -> Text,
        made_at -> Timestamp,
        erased_at -> Nullable<Timestamp>,
        identity -> Nullable<Text>,
        kept_until -> Nullable<Timestamp>,
        because -> Text,
        destroyed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    named_supporter (person_id) {
        person_id -> Text,
        alliance_id -> Text,
        supporter_id -> Text,
        chosen_at -> Timestamp,
    }
}

diesel::table! {
    person_break (person_id) {
        person_id -> Text,
        alliance_id -> Text,
        since -> Timestamp,
        until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    opening_card (id) {
        id -> Text,
        alliance_id -> Text,
        round_id -> Text,
        person_id -> Text,
        public_key -> Text,
        wrapped -> Text,
        made_at -> Timestamp,
        tested_at -> Nullable<Timestamp>,
        checked_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    opening_circle (id) {
        id -> Text,
        alliance_id -> Text,
        round_id -> Text,
        circle -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    opening_presence (id) {
        id -> Text,
        alliance_id -> Text,
        round_id -> Text,
        card_id -> Text,
        at -> Timestamp,
        until -> Timestamp,
        held -> Text,
    }
}

diesel::table! {
    library_pack (id) {
        id -> Text,
        alliance_id -> Text,
        name -> Text,
        version -> Text,
        origin -> Text,
        licence -> Text,
        hash -> Text,
        body -> Text,
        asked_by -> Text,
        because -> Text,
        asked_at -> Timestamp,
        taken_by -> Nullable<Text>,
        taken_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    library_file (alliance_id, path) {
        alliance_id -> Text,
        path -> Text,
        hash -> Text,
        pack_id -> Text,
    }
}

diesel::joinable!(library_file -> library_pack (pack_id));
diesel::allow_tables_to_appear_in_same_query!(library_file, library_pack);
