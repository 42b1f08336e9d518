"""The names of fields that Graph's nodes have, so that a wrong one is refused as Meta would. Facts, November 2026."""

from __future__ import annotations

from demo.ground import names

PAGE = names("""
about access_token affiliation app_id best_page bio birthday business can_checkin can_post category category_list checkins
company_overview connected_instagram_account contact_address cover description description_html
displayed_message_response_time emails engagement fan_count featured_video features followers_count founded general_info
general_manager global_brand_page_name has_added_app has_transitioned_to_new_page_experience has_whatsapp_business_number
has_whatsapp_number hours id impressum instagram_business_account is_always_open is_chain is_community_page is_owned
is_permanently_closed is_published is_unclaimed is_verified is_webhooks_subscribed keywords link location mission name
name_with_location_descriptor new_like_count overall_star_rating owner_business page_token parent_page personal_info phone
place_type press_contact privacy_info_url products rating_count single_line_address talking_about_count temporary_status
unread_message_count unread_notif_count unseen_message_count user_access_expire_time username verification_status
voip_info website were_here_count whatsapp_number tasks picture
albums assigned_users feed likes live_videos photos posts published_posts ratings roles scheduled_posts settings stories
tagged video_lists video_reels videos visitor_posts instagram_accounts page_status pages_status
""")

POST = names("""
actions admin_creator application backdated_time call_to_action can_reply_privately child_attachments created_time event
feed_targeting from full_picture height icon id is_app_share is_expired is_hidden is_inline_created is_popular is_published
is_spherical message message_tags parent_id permalink_url picture place privacy promotable_id properties
scheduled_publish_time shares status_type story story_tags subscribed target targeting timeline_visibility updated_time via
width attachments comments likes reactions sharedposts to insights
""")

COMMENT = names("""
admin_creator application attachment can_comment can_hide can_like can_remove can_reply_privately comment_count created_time
from id is_hidden is_private like_count live_broadcast_timestamp message message_tags object parent permalink_url user_likes
comments likes reactions
""")

PHOTO = names("""
album alt_text alt_text_custom backdated_time can_delete can_tag created_time event from height icon id images link name
name_tags page_story_id picture place source target updated_time webp_images width comments likes
""")

VIDEO = names("""
ad_breaks admin_creator content_category content_tags created_time custom_labels description embed_html embeddable event
format from icon id is_crosspost_video is_episode is_instagram_eligible length live_audience_count live_status permalink_url
picture place post_id post_views premiere_living_room_status privacy published scheduled_publish_time source spherical
status title universal_video_id updated_time views captions comments likes tags thumbnails
""")

IG_USER = names("""
biography business_discovery followers_count follows_count has_profile_pic id ig_id is_published legacy_instagram_user_id
media_count mentioned_comment mentioned_media name owner_business profile_picture_url shopping_product_tag_eligibility
shopping_review_status username website media stories tags live_media connected_threads_user insights
""")

IG_MEDIA = names("""
alt_text boost_eligibility_info caption comments_count copyright_check_information has_poll has_slider id ig_id
is_comment_enabled is_shared_to_feed legacy_instagram_media_id like_count media_product_type media_type media_url owner
permalink shortcode thumbnail_url timestamp username video_title view_count children comments collaborators insights
""")

IG_COMMENT = names("from hidden id legacy_instagram_comment_id like_count media parent_id text timestamp user username replies")

BUSINESS = names("""
block_offline_analytics created_by created_time extended_updated_time id is_hidden link name payment_account_id primary_page
profile_picture_uri timezone_id two_factor_type updated_by updated_time user_access_expire_time verification_status vertical
vertical_id business_users system_users pending_users agencies clients owned_pages client_pages owned_instagram_accounts
instagram_accounts instagram_business_accounts owned_whatsapp_business_accounts picture
""")

BUSINESS_USER = names("""
active_status business business_role_request email finance_permission first_name id last_name marked_for_removal name
pending_email role tasks title two_fac_status assigned_pages assigned_instagram_accounts
""")
