package together

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Group is an organisation's advisory group of young people. No member is named.
type Group struct {
	ID      string
	BegunOn string
	Says    GroupText
}

// GroupText is what a group calls itself and what it is for.
type GroupText struct {
	Name string `json:"name"`
	Deal string `json:"deal"` // what it can decide, as it was agreed with it
}

// Meeting is one meeting, written down by whoever sat with the group. It says nothing of who was there.
type Meeting struct {
	ID     string
	HeldOn string
	Says   MeetingText
}

// MeetingText is what was explained, talked about and told back in a meeting.
type MeetingText struct {
	Explained string `json:"explained"`
	Talked    string `json:"talked"`
	Told      string `json:"told"`
}

// Kinds are what a group can propose to change, in the order offered.
var Kinds = []string{"words", "picture", "rule"}

// Proposal is what the group wants changed on young people's screens.
type Proposal struct {
	ID      string
	Kind    string
	MadeOn  string
	Says    ProposalText
	Answers []Reply // the latest first
}

// ProposalText is what a proposal is about, and what the group wishes.
type ProposalText struct {
	About string `json:"about"`
	Wish  string `json:"wish"`
	Why   string `json:"why"`
}

// Replies are what can be answered to a proposal, in the order offered.
var Replies = []string{"taken_up", "done", "cannot", "told_back"}

// Reply is what was answered to a proposal.
type Reply struct {
	State string `json:"-"`
	On    string `json:"-"`
	Said  string `json:"said"`
}

// Decision is what the group said to one draft of words and pictures, as it stood then.
type Decision struct {
	Version  string `json:"-"`
	Digest   string `json:"-"`
	Decision string `json:"-"` // one of framework.GroupDecisions
	On       string `json:"-"`
	Said     string `json:"said"`
}

// BeginGroup begins an advisory group. From now on no changed word or picture comes into use by this organisation's hand
// without its yes.
func (s *Service) BeginGroup(ctx context.Context, who permit.Actor, id string, g GroupText) error {
	var c problem.Check
	c.Text("name", g.Name, 120, true)
	c.Text("deal", g.Deal, maxWords, true)
	c.Require(db.IsID(id), "name", "problem.unreadable_form")
	if err := c.Err(); err != nil {
		return err
	}
	return s.noted(ctx, who, "begin group", id, func(w *access.Work) error { return insertGroup(ctx, w, id, g) })
}

// noted does something under together.hold and notes ids.
func (s *Service) noted(ctx context.Context, who permit.Actor, what, id string, f func(*access.Work) error) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(id)
		return f(w)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Meet writes down a meeting.
func (s *Service) Meet(ctx context.Context, who permit.Actor, group, id, heldOn string, m MeetingText) error {
	var c problem.Check
	day(&c, "held", heldOn, true)
	c.Require(heldOn <= db.Day(s.Now()), "held", "together.day_to_come")
	c.Text("explained", m.Explained, maxWords, true)
	c.Text("talked", m.Talked, maxWords, true)
	c.Text("told", m.Told, maxWords, false)
	c.Require(db.IsID(id), "held", "problem.unreadable_form")
	if err := c.Err(); err != nil {
		return err
	}
	return s.noted(ctx, who, "write down meeting", group, func(w *access.Work) error {
		if _, err := findGroup(ctx, w, group); err != nil {
			return err
		}
		return insertMeeting(ctx, w, group, id, heldOn, m)
	})
}

// Propose writes down what the group wants changed.
func (s *Service) Propose(ctx context.Context, who permit.Actor, group, id, kind string, p ProposalText) error {
	var c problem.Check
	c.Require(slices.Contains(Kinds, kind), "kind", "problem.required_choice")
	c.Text("about", p.About, maxLine, true)
	c.Text("wish", p.Wish, maxWords, true)
	c.Text("why", p.Why, maxWords, false)
	c.Require(db.IsID(id), "about", "problem.unreadable_form")
	if err := c.Err(); err != nil {
		return err
	}
	return s.noted(ctx, who, "write down proposal", group, func(w *access.Work) error {
		if _, err := findGroup(ctx, w, group); err != nil {
			return err
		}
		return insertProposal(ctx, w, group, id, kind, p)
	})
}

// Reply answers a proposal of the group; what was answered before stays.
func (s *Service) Reply(ctx context.Context, who permit.Actor, group, proposal string, r Reply) error {
	var c problem.Check
	c.Require(slices.Contains(Replies, r.State), "state", "problem.required_choice")
	c.Text("said", r.Said, maxWords, true)
	if err := c.Err(); err != nil {
		return err
	}
	return s.noted(ctx, who, "answer proposal", proposal, func(w *access.Work) error {
		if _, err := findGroup(ctx, w, group); err != nil {
			return err
		}
		if err := findProposal(ctx, w, group, proposal); err != nil {
			return err
		}
		return insertReply(ctx, w, proposal, r)
	})
}

// Decide writes down what the group said to a draft of words and pictures, of which digest names the words it was shown.
func (s *Service) Decide(ctx context.Context, who permit.Actor, group string, d Decision) error {
	var c problem.Check
	c.Require(slices.Contains(framework.GroupDecisions, d.Decision), "decision", "problem.required_choice")
	day(&c, "on", d.On, true)
	c.Require(d.On <= db.Day(s.Now()), "on", "together.day_to_come")
	c.Text("said", d.Said, maxLine, d.Decision == framework.GroupSomethingElse)
	if err := c.Err(); err != nil {
		return err
	}
	return s.noted(ctx, who, "write down decision", group, func(w *access.Work) error {
		w.Note(d.Version)
		if _, err := findGroup(ctx, w, group); err != nil {
			return err
		}
		v, err := framework.DraftIn(ctx, w, d.Version)
		if err != nil {
			return err
		}
		if v.Digest() != d.Digest {
			return problem.New(problem.Conflict, "framework.wording.changed_since")
		}
		return insertDecision(ctx, w, group, d)
	})
}

// MayUse refuses that a draft comes into use before every standing group of the organisation said yes to exactly what it
// says. framework asks it within the use case that puts the draft into use; where there is no group, framework's own rule
// stands alone.
func MayUse(ctx context.Context, w *access.Work, v framework.Version) error {
	groups, err := listGroups(ctx, w)
	if err != nil {
		return err
	}
	for _, g := range groups {
		said, err := lastDecision(ctx, w, g.ID, v.ID, v.Digest())
		if err != nil {
			return err
		}
		if said != framework.GroupYes {
			return problem.New(problem.Invalid, "together.group_first")
		}
	}
	return nil
}

// Groups lists the organisation's advisory groups.
func (s *Service) Groups(ctx context.Context, who permit.Actor) (list []Group, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = listGroups(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list groups: %w", err)
	}
	return list, nil
}

// Space is all that a group's own page shows.
type Space struct {
	Group
	Meetings  []Meeting
	Proposals []Proposal
	Decisions []Decision          // the latest first
	Drafts    []framework.Version // of words and pictures that wait for the group, of any edition
}

// Space gives a group with its meetings, proposals and decisions, and the drafts that wait for it.
func (s *Service) Space(ctx context.Context, who permit.Actor, id string) (sp Space, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if sp.Group, err = findGroup(ctx, w, id); err != nil {
			return err
		}
		if sp.Meetings, err = listMeetings(ctx, w, id); err != nil {
			return err
		}
		if sp.Proposals, err = listProposals(ctx, w, id); err != nil {
			return err
		}
		if sp.Decisions, err = listDecisions(ctx, w, id); err != nil {
			return err
		}
		sp.Drafts, err = framework.Drafts(ctx, w)
		return err
	})
	if err != nil {
		return Space{}, fmt.Errorf("read group's space: %w", err)
	}
	return sp, nil
}
